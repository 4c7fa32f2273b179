using System.Collections.Immutable;

namespace LlmGateway.Inference.Gguf;

/// <summary>The header of a GGUF file: metadata and tensor table, without the tensors' values.</summary>
/// <remarks>
/// Every length is compared with the file's before it is used. What this type accepts is well-formed, not yet
/// safe for llama.cpp: <see cref="ModelHeader.From"/> decides that. Source: ggml/src/gguf.cpp, docs/gguf.md of ggml.
/// </remarks>
public sealed class GgufFile
{
    private const uint Magic = 0x46554747;
    private const uint DefaultAlignment = 32;
    private const string AlignmentKey = "general.alignment";
    private const string SplitCountKey = "split.count";

    private GgufFile(
        string path, long length, uint version, GgufMetadata metadata, ImmutableArray<GgufTensor> tensors, long dataOffset, uint alignment)
    {
        Path = path;
        Length = length;
        Version = version;
        Metadata = metadata;
        Tensors = tensors;
        DataOffset = dataOffset;
        Alignment = alignment;
        ParameterCount = tensors.Aggregate((Int128)0, (sum, tensor) => sum + tensor.ValueCount) is var sum && sum <= long.MaxValue
            ? (long)sum
            : long.MaxValue;
    }

    /// <summary>The path given to <see cref="Read"/>.</summary>
    public string Path { get; }

    /// <summary>Size of the whole file in bytes.</summary>
    public long Length { get; }

    /// <summary>Format version, 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>The key-value section.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>The tensor table in file order, names unique, every tensor inside the file.</summary>
    public ImmutableArray<GgufTensor> Tensors { get; }

    /// <summary>First byte of the tensors' values.</summary>
    public long DataOffset { get; }

    /// <summary>Tensors start at multiples of this many bytes; a power of two, 32 unless the file says otherwise.</summary>
    public uint Alignment { get; }

    /// <summary><c>general.architecture</c>, for instance <c>llama</c>; null when the file does not say.</summary>
    public string? Architecture => Metadata.TryGetString("general.architecture", out var name) ? name : null;

    /// <summary><c>general.file_type</c>, llama.cpp's number for the mix of tensor types; null when the file does not say.</summary>
    public uint? FileType => Metadata.TryGetUInt32("general.file_type", out var type) ? type : null;

    /// <summary>Values in all tensors together.</summary>
    public long ParameterCount { get; }

    /// <summary>Reads and checks a file's header.</summary>
    /// <param name="path">A GGUF file of version 2 or 3, little endian, not split.</param>
    /// <exception cref="GgufException">The file is missing, unreadable, truncated, damaged or of an unsupported kind.</exception>
    public static GgufFile Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var file = File.OpenHandle(path);
            return Parse(path, new GgufHeaderReader(file, RandomAccess.GetLength(file)), RandomAccess.GetLength(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GgufException($"'{path}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new GgufException(
                Directory.Exists(path) ? $"'{path}' is a directory, not a GGUF file." : $"'{path}' cannot be read: {e.Message}", e);
        }
        catch (GgufException e)
        {
            throw new GgufException(path, e.Problems);
        }
    }

    private static GgufFile Parse(string path, GgufHeaderReader reader, long length)
    {
        var version = CheckedVersion(reader, length);
        var tensorCount = reader.Count(GgufTensorParser.MinBytesPerTensor, "the tensor count");
        var pairCount = reader.Count(GgufMetadataParser.MinBytesPerPair, "the metadata count");
        var values = GgufMetadataParser.Parse(reader, pairCount);

        // The reader's buffer may still move while the tensor table is read; the positions stay valid.
        var metadata = new GgufMetadata(reader.Buffer, values);
        var alignment = CheckedAlignment(metadata);
        CheckSplit(metadata);
        var tensors = GgufTensorParser.Parse(reader, tensorCount);
        var dataOffset = (reader.Position + (long)alignment - 1) / alignment * alignment;
        GgufTensorParser.CheckInside(tensors, dataOffset, length);
        return new GgufFile(path, length, version, new GgufMetadata(reader.Buffer, values), tensors, dataOffset, alignment);
    }

    private static uint CheckedVersion(GgufHeaderReader reader, long length)
    {
        if (length == 0)
        {
            throw new GgufException("the file is empty.");
        }

        var magic = reader.UInt32("the magic number");
        if (magic != Magic)
        {
            throw new GgufException($"the file starts with 0x{magic:x8}, not with 'GGUF': it is not a GGUF file.");
        }

        var version = reader.UInt32("the format version");
        return version switch
        {
            2 or 3 => version,
            1 => throw new GgufException("the file has GGUF version 1, which llama.cpp no longer reads; convert it again."),
            0x01000000 or 0x02000000 or 0x03000000 =>
                throw new GgufException("the file is big endian; convert it for a little-endian machine."),
            _ => throw new GgufException($"the file has GGUF version {version}; versions 2 and 3 are supported."),
        };
    }

    private static uint CheckedAlignment(GgufMetadata metadata)
    {
        if (!metadata.Contains(AlignmentKey))
        {
            return DefaultAlignment;
        }

        return metadata.TryGetUInt32(AlignmentKey, out var alignment) && uint.IsPow2(alignment)
            ? alignment
            : throw new GgufException($"{AlignmentKey} must be a UINT32 and a power of two.");
    }

    private static void CheckSplit(GgufMetadata metadata)
    {
        if (metadata.Contains(SplitCountKey) && !(metadata.TryGetUInt16(SplitCountKey, out var parts) && parts <= 1))
        {
            throw new GgufException("the file is one part of a split model; join the parts with llama-gguf-split --merge first.");
        }
    }
}
