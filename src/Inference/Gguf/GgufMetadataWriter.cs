using System.Text;

namespace LlmGateway.Inference.Gguf;

/// <summary>Keeps key-value pairs and writes them in the order in which they were first set.</summary>
internal sealed class GgufMetadataWriter
{
    private const int MaxKeyBytes = 65535;

    private readonly OrderedDictionary<string, Action<BinaryWriter>> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public void Set(string key, GgufValueType type, Action<BinaryWriter> write)
    {
        if (Encoding.UTF8.GetByteCount(key) is 0 or > MaxKeyBytes || key.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"A key has 1 to {MaxKeyBytes} bytes, none of them zero.", nameof(key));
        }

        if (key == "general.alignment")
        {
            throw new ArgumentException("The writer decides the alignment.", nameof(key));
        }

        _values[key] = writer =>
        {
            writer.Write((uint)type);
            write(writer);
        };
    }

    public void SetArray<T>(string key, GgufValueType element, IReadOnlyList<T> values, Action<BinaryWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(values);
        Set(key, GgufValueType.Array, writer =>
        {
            writer.Write((uint)element);
            writer.Write((ulong)values.Count);
            foreach (var value in values)
            {
                write(writer, value);
            }
        });
    }

    public void Write(BinaryWriter writer)
    {
        foreach (var (key, write) in _values)
        {
            WriteText(writer, key);
            write(writer);
        }
    }

    public static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
