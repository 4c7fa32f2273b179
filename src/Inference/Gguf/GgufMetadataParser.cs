namespace LlmGateway.Inference.Gguf;

/// <summary>Reads the key-value section that follows a GGUF file's fixed header.</summary>
internal static class GgufMetadataParser
{
    /// <summary>An empty key, a type tag and one byte of value.</summary>
    public const int MinBytesPerPair = sizeof(ulong) + 1 + sizeof(uint) + 1;

    private const int MaxKeyBytes = 65535;

    public static Dictionary<string, GgufValue> Parse(GgufHeaderReader reader, int count)
    {
        var values = new Dictionary<string, GgufValue>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = reader.Name(MaxKeyBytes, $"metadata key {i}");
            if (!values.TryAdd(key, Value(reader, key)))
            {
                throw new GgufException($"the metadata key '{Shorten(key)}' occurs twice, the second time before byte {reader.Position}.");
            }
        }

        return values;
    }

    private static GgufValue Value(GgufHeaderReader reader, string key)
    {
        var what = $"the value of '{Shorten(key)}'";
        var type = Type(reader, what);
        switch (type)
        {
            case GgufValueType.String:
                var length = reader.Count(1, $"the length of {what}");
                return new(type, type, reader.Skip(length, what), length, 1);
            case GgufValueType.Array:
                return Array(reader, what);
            default:
                var size = Size(type);
                return new(type, type, reader.Skip(size, what), size, 1);
        }
    }

    private static GgufValue Array(GgufHeaderReader reader, string what)
    {
        var at = reader.Position;
        var element = Type(reader, what);
        if (element == GgufValueType.Array)
        {
            throw new GgufException($"{what} at byte {at} is an array of arrays, which the format does not allow.");
        }

        var isText = element == GgufValueType.String;
        var count = reader.Count(isText ? sizeof(ulong) : Size(element), $"the element count of {what}");
        if (isText)
        {
            var start = reader.Position;
            var starts = reader.Strings(count, what);
            return new(GgufValueType.Array, element, start, reader.Position - start, count, starts);
        }

        var bytes = (long)count * Size(element);
        return new(GgufValueType.Array, element, reader.Skip(bytes, what), (int)bytes, count);
    }

    private static GgufValueType Type(GgufHeaderReader reader, string what)
    {
        var at = reader.Position;
        var type = reader.UInt32($"the type of {what}");
        return type <= (uint)GgufValueType.Float64
            ? (GgufValueType)type
            : throw new GgufException($"{what} has the unknown type {type} at byte {at}.");
    }

    /// <summary>Bytes of one number.</summary>
    private static int Size(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        _ => 8,
    };

    private static string Shorten(string key) => key.Length <= 80 ? key : $"{key[..80]}…";
}
