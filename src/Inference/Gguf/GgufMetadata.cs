using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace LlmGateway.Inference.Gguf;

/// <summary>A GGUF file's key-value section, read by type.</summary>
/// <remarks>
/// A getter answers false when the key is missing or has another type: llama.cpp does not convert either
/// (an INT32 where it expects UINT32 is an error), so <see cref="TypeOf"/> tells the two cases apart.
/// </remarks>
public sealed class GgufMetadata
{
    private readonly byte[] _header;
    private readonly Dictionary<string, GgufValue> _values;

    internal GgufMetadata(byte[] header, Dictionary<string, GgufValue> values)
    {
        _header = header;
        _values = values;
    }

    /// <summary>All keys, in no particular order.</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>Whether the key exists, whatever its type.</summary>
    public bool Contains(string key) => _values.ContainsKey(key);

    /// <summary>The type of a key's value; null when the key is missing.</summary>
    public GgufValueType? TypeOf(string key) => _values.TryGetValue(key, out var value) ? value.Type : null;

    /// <summary>The type of an array's elements; null when the key is missing or no array.</summary>
    public GgufValueType? ElementTypeOf(string key) =>
        _values.TryGetValue(key, out var value) && value.Type == GgufValueType.Array ? value.ElementType : null;

    /// <summary>Elements of an array; 0 when the key is missing or no array.</summary>
    public int CountOf(string key) =>
        _values.TryGetValue(key, out var value) && value.Type == GgufValueType.Array ? value.Count : 0;

    /// <summary>A string; bytes that are not UTF-8 become U+FFFD.</summary>
    public bool TryGetString(string key, [NotNullWhen(true)] out string? text)
    {
        text = TryGet(key, GgufValueType.String, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
        return text is not null;
    }

    /// <summary>A UINT32, the type of nearly every hyper-parameter.</summary>
    public bool TryGetUInt32(string key, out uint number)
    {
        var found = TryGet(key, GgufValueType.UInt32, out var bytes);
        number = found ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        return found;
    }

    /// <summary>A UINT16; only split files use it.</summary>
    public bool TryGetUInt16(string key, out ushort number)
    {
        var found = TryGet(key, GgufValueType.UInt16, out var bytes);
        number = found ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;
        return found;
    }

    /// <summary>A FLOAT32; may be infinite or not a number.</summary>
    public bool TryGetFloat(string key, out float number)
    {
        var found = TryGet(key, GgufValueType.Float32, out var bytes);
        number = found ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;
        return found;
    }

    /// <summary>A BOOL.</summary>
    public bool TryGetBool(string key, out bool flag)
    {
        var found = TryGet(key, GgufValueType.Bool, out var bytes);
        flag = found && bytes[0] != 0;
        return found;
    }

    /// <summary>An array of strings, decoded on access.</summary>
    public bool TryGetStrings(string key, [NotNullWhen(true)] out GgufStringArray? strings)
    {
        strings = _values.TryGetValue(key, out var value) && value.StringStarts is not null
            ? new GgufStringArray(_header, value.StringStarts)
            : null;
        return strings is not null;
    }

    /// <summary>An array of numbers, without copying.</summary>
    /// <typeparam name="T">The element type exactly as stored: sbyte, byte, short, ushort, int, uint, long, ulong, float or double.</typeparam>
    public bool TryGetArray<T>(string key, out ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        if (_values.TryGetValue(key, out var value) && value.Type == GgufValueType.Array && value.ElementType == TypeTag<T>())
        {
            numbers = MemoryMarshal.Cast<byte, T>(_header.AsSpan(value.Start, value.ByteCount));
            return true;
        }

        numbers = default;
        return false;
    }

    private static GgufValueType? TypeTag<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => GgufValueType.Int8,
        TypeCode.Byte => GgufValueType.UInt8,
        TypeCode.Int16 => GgufValueType.Int16,
        TypeCode.UInt16 => GgufValueType.UInt16,
        TypeCode.Int32 => GgufValueType.Int32,
        TypeCode.UInt32 => GgufValueType.UInt32,
        TypeCode.Int64 => GgufValueType.Int64,
        TypeCode.UInt64 => GgufValueType.UInt64,
        TypeCode.Single => GgufValueType.Float32,
        TypeCode.Double => GgufValueType.Float64,
        TypeCode.Boolean => GgufValueType.Bool,
        _ => null,
    };

    private bool TryGet(string key, GgufValueType type, out ReadOnlySpan<byte> bytes)
    {
        if (_values.TryGetValue(key, out var value) && value.Type == type)
        {
            bytes = _header.AsSpan(value.Start, value.ByteCount);
            return true;
        }

        bytes = default;
        return false;
    }
}
