using System.Collections.Immutable;

namespace LlmGateway.Inference.Gguf;

/// <summary>Reads the tensor table that follows a GGUF file's metadata.</summary>
internal static class GgufTensorParser
{
    /// <summary>A one-byte name, no dimensions, type and offset.</summary>
    public const int MinBytesPerTensor = sizeof(ulong) + 1 + sizeof(uint) + sizeof(uint) + sizeof(ulong);

    /// <summary>GGML_MAX_NAME less the terminator.</summary>
    public const int MaxNameBytes = 63;

    /// <summary>GGML_MAX_DIMS.</summary>
    public const int MaxDimensions = 4;

    public static ImmutableArray<GgufTensor> Parse(GgufHeaderReader reader, int count)
    {
        var tensors = ImmutableArray.CreateBuilder<GgufTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var tensor = Tensor(reader, i);
            if (!names.Add(tensor.Name))
            {
                throw new GgufException($"the tensor name '{tensor.Name}' occurs twice, the second time before byte {reader.Position}.");
            }

            tensors.Add(tensor);
        }

        return tensors.ToImmutable();
    }

    /// <summary>Refuses tensors that lie partly outside the file.</summary>
    public static void CheckInside(ImmutableArray<GgufTensor> tensors, long dataOffset, long fileLength)
    {
        foreach (var tensor in tensors)
        {
            var end = (Int128)dataOffset + tensor.Offset + tensor.ByteCount;
            if (end > fileLength)
            {
                throw new GgufException(
                    $"tensor '{tensor.Name}' ends at byte {end}, the file has {fileLength}: the file is truncated.");
            }
        }
    }

    private static GgufTensor Tensor(GgufHeaderReader reader, int index)
    {
        var name = reader.Name(MaxNameBytes, $"the name of tensor {index}");
        var what = $"tensor '{name}'";
        var at = reader.Position;
        var dimensionCount = reader.UInt32($"the dimension count of {what}");
        if (dimensionCount > MaxDimensions)
        {
            throw new GgufException($"{what} has {dimensionCount} dimensions at byte {at}; at most {MaxDimensions} are allowed.");
        }

        var dimensions = new long[dimensionCount];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = (long)reader.UInt64($"a dimension of {what}");
        }

        var type = (GgmlType)reader.UInt32($"the type of {what}");
        if (!type.IsKnown())
        {
            throw new GgufException($"{what} has the type {(uint)type} before byte {reader.Position}, which this release does not know.");
        }

        var bytes = ByteCount(what, type, dimensions);
        var offset = reader.UInt64($"the offset of {what}");
        return offset <= long.MaxValue
            ? new GgufTensor(name, type, [.. dimensions], (long)offset, bytes)
            : throw new GgufException($"{what} has the offset {offset} before byte {reader.Position}, far outside the file.");
    }

    /// <summary>Bytes of a tensor with these dimensions, refusing impossible ones.</summary>
    public static long ByteCount(string what, GgmlType type, long[] dimensions)
    {
        var shape = $"[{string.Join(", ", dimensions)}]";
        if (dimensions.Any(d => d < 1))
        {
            throw new GgufException($"{what} has the dimensions {shape}; every dimension must be at least 1.");
        }

        var columns = dimensions.Length > 0 ? dimensions[0] : 1;
        if (columns % type.BlockValues() != 0)
        {
            throw new GgufException(
                $"{what} of type {type} has {columns} columns, not a multiple of the type's block of {type.BlockValues()}.");
        }

        try
        {
            // The count of values must fit 63 bits as well: llama.cpp multiplies it out.
            var rows = dimensions.Skip(1).Aggregate(1L, (product, d) => checked(product * d));
            _ = checked(columns * rows);
            return checked(type.RowBytes(columns) * rows);
        }
        catch (OverflowException)
        {
            throw new GgufException($"{what} has the dimensions {shape}, more values than any file can hold.");
        }
    }
}
