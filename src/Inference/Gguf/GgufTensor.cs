using System.Collections.Immutable;

namespace LlmGateway.Inference.Gguf;

/// <summary>One entry of a GGUF file's tensor table.</summary>
/// <param name="Name">Unique within the file; 1 to 63 bytes.</param>
/// <param name="Type">How the values are stored.</param>
/// <param name="Dimensions">Values in each direction, innermost first: a matrix is [columns, rows]. At most 4, each at least 1.</param>
/// <param name="Offset">First byte, counted from <see cref="GgufFile.DataOffset"/>.</param>
/// <param name="ByteCount">Size of the values in bytes, without padding.</param>
public sealed record GgufTensor(string Name, GgmlType Type, ImmutableArray<long> Dimensions, long Offset, long ByteCount)
{
    /// <summary>Number of values: the product of the dimensions.</summary>
    public long ValueCount { get; } = Dimensions.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>Dimensions the way messages print them, for instance <c>[256, 3072]</c>.</summary>
    internal string Shape => $"[{string.Join(", ", Dimensions)}]";

    /// <summary>Size in one direction; 1 beyond the stored dimensions, as llama.cpp reads them.</summary>
    internal long Dimension(int index) => index < Dimensions.Length ? Dimensions[index] : 1;
}
