using System.Text;

namespace LlmGateway.Inference.Gguf;

/// <summary>Writes a GGUF v3 file: set keys, declare tensors with their values, then <see cref="Complete"/>.</summary>
/// <remarks>
/// The file appears under its name only when it is whole: it is written beside it and renamed, so a reader never maps half
/// a file and a crash leaves the old one. Values come from callbacks during <see cref="Complete"/>, one tensor at a time.
/// Not safe for several threads. Source: docs/gguf.md of ggml.
/// </remarks>
public sealed class GgufWriter : IDisposable
{
    private const int Alignment = 32;
    private const uint Version = 3;
    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly GgufMetadataWriter _metadata = new();
    private readonly List<(GgufTensor Tensor, Action<Stream> Write)> _tensors = [];
    private readonly HashSet<string> _tensorNames = new(StringComparer.Ordinal);
    private long _dataLength;
    private bool _isDone;

    /// <summary>Prepares a file; nothing is written before <see cref="Complete"/>.</summary>
    /// <param name="path">The file to create or replace; its directory exists.</param>
    public GgufWriter(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
        _temporaryPath = $"{path}.{Guid.NewGuid():n}.tmp";
    }

    /// <summary>Sets a STRING; a later value replaces an earlier one.</summary>
    /// <exception cref="ArgumentException">The key is empty or longer than 65535 bytes.</exception>
    public void Set(string key, string value) => _metadata.Set(key, GgufValueType.String, w => GgufMetadataWriter.WriteText(w, value));

    /// <summary>Sets a UINT32.</summary>
    public void Set(string key, uint value) => _metadata.Set(key, GgufValueType.UInt32, w => w.Write(value));

    /// <summary>Sets an INT32.</summary>
    public void Set(string key, int value) => _metadata.Set(key, GgufValueType.Int32, w => w.Write(value));

    /// <summary>Sets a FLOAT32.</summary>
    public void Set(string key, float value) => _metadata.Set(key, GgufValueType.Float32, w => w.Write(value));

    /// <summary>Sets a BOOL.</summary>
    public void Set(string key, bool value) => _metadata.Set(key, GgufValueType.Bool, w => w.Write(value));

    /// <summary>Sets an array of STRING.</summary>
    public void Set(string key, IReadOnlyList<string> values) => _metadata.SetArray(key, GgufValueType.String, values, GgufMetadataWriter.WriteText);

    /// <summary>Sets an array of INT32.</summary>
    public void Set(string key, IReadOnlyList<int> values) => _metadata.SetArray(key, GgufValueType.Int32, values, (w, v) => w.Write(v));

    /// <summary>Sets an array of UINT32.</summary>
    public void Set(string key, IReadOnlyList<uint> values) => _metadata.SetArray(key, GgufValueType.UInt32, values, (w, v) => w.Write(v));

    /// <summary>Sets an array of FLOAT32.</summary>
    public void Set(string key, IReadOnlyList<float> values) => _metadata.SetArray(key, GgufValueType.Float32, values, (w, v) => w.Write(v));

    /// <summary>Adds a tensor whose values are at hand; they are copied.</summary>
    /// <param name="name">1 to 63 bytes, unique.</param>
    /// <param name="type">How the values are stored.</param>
    /// <param name="dimensions">Innermost first, 1 to 4 of them.</param>
    /// <param name="values">The values in <paramref name="type"/>'s layout, exactly as many bytes as the dimensions need.</param>
    /// <exception cref="ArgumentException">The name, the dimensions or the number of bytes is wrong.</exception>
    public void AddTensor(string name, GgmlType type, ReadOnlySpan<long> dimensions, ReadOnlySpan<byte> values)
    {
        var copy = values.ToArray();
        var tensor = Declare(name, type, dimensions);
        if (tensor.ByteCount != copy.Length)
        {
            throw new ArgumentException($"Tensor '{name}' needs {tensor.ByteCount} bytes, {copy.Length} were given.", nameof(values));
        }

        Add(tensor, stream => stream.Write(copy));
    }

    /// <summary>Adds a tensor whose values are made when the file is written.</summary>
    /// <param name="name">1 to 63 bytes, unique.</param>
    /// <param name="type">How the values are stored.</param>
    /// <param name="dimensions">Innermost first, 1 to 4 of them.</param>
    /// <param name="write">Writes exactly the tensor's bytes; called once, from <see cref="Complete"/>.</param>
    /// <exception cref="ArgumentException">The name or the dimensions are wrong.</exception>
    public void AddTensor(string name, GgmlType type, ReadOnlySpan<long> dimensions, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Add(Declare(name, type, dimensions), write);
    }

    /// <summary>Writes everything and gives the file its name.</summary>
    /// <exception cref="InvalidOperationException">The writer is done, or a callback wrote another number of bytes than its tensor has.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public void Complete()
    {
        if (_isDone)
        {
            throw new InvalidOperationException($"'{_path}' is already written or given up.");
        }

        _isDone = true;
        try
        {
            using (var stream = new FileStream(_temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                WriteHeader(stream);
                WriteTensors(stream);

                // Renaming before the blocks are on the disk could leave an empty file after a power failure.
                stream.Flush(flushToDisk: true);
            }

            File.Move(_temporaryPath, _path, overwrite: true);
        }
        finally
        {
            File.Delete(_temporaryPath);
        }
    }

    /// <summary>Gives up a file that was not completed; nothing was written.</summary>
    public void Dispose() => _isDone = true;

    private static long Pad(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private void WriteHeader(FileStream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        _metadata.Write(writer);
        foreach (var (tensor, _) in _tensors)
        {
            GgufMetadataWriter.WriteText(writer, tensor.Name);
            writer.Write(tensor.Dimensions.Length);
            foreach (var dimension in tensor.Dimensions)
            {
                writer.Write(dimension);
            }

            writer.Write((uint)tensor.Type);
            writer.Write(tensor.Offset);
        }
    }

    private void WriteTensors(FileStream stream)
    {
        WritePadding(stream);
        foreach (var (tensor, write) in _tensors)
        {
            var start = stream.Position;
            write(stream);
            if (stream.Position - start != tensor.ByteCount)
            {
                throw new InvalidOperationException($"Tensor '{tensor.Name}' has {tensor.ByteCount} bytes, {stream.Position - start} were written.");
            }

            WritePadding(stream);
        }
    }

    private static void WritePadding(FileStream stream)
    {
        Span<byte> zeros = stackalloc byte[Alignment];
        zeros.Clear();
        stream.Write(zeros[..(int)(Pad(stream.Position) - stream.Position)]);
    }

    private GgufTensor Declare(string name, GgmlType type, ReadOnlySpan<long> dimensions)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or > GgufTensorParser.MaxNameBytes
            || dimensions.Length is 0 or > GgufTensorParser.MaxDimensions)
        {
            throw new ArgumentException($"Tensor '{name}' needs a name of 1 to 63 bytes and 1 to 4 dimensions.", nameof(name));
        }

        try
        {
            var bytes = GgufTensorParser.ByteCount($"tensor '{name}'", type, dimensions.ToArray());
            return new GgufTensor(name, type, [.. dimensions], _dataLength, bytes);
        }
        catch (GgufException e)
        {
            throw new ArgumentException(e.Message, nameof(dimensions), e);
        }
    }

    private void Add(GgufTensor tensor, Action<Stream> write)
    {
        if (!_tensorNames.Add(tensor.Name))
        {
            throw new ArgumentException($"Tensor '{tensor.Name}' exists already.", nameof(tensor));
        }

        _tensors.Add((tensor, write));
        _dataLength = Pad(_dataLength + tensor.ByteCount);
    }
}
