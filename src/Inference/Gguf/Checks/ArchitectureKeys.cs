using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Reads the keys below an architecture's name (<c>llama.block_count</c>) and notes those of a wrong type.</summary>
internal sealed class ArchitectureKeys(GgufMetadata metadata, string architecture, ProblemList problems)
{
    /// <summary>The full key.</summary>
    public string Key(string suffix) => $"{architecture}.{suffix}";

    public bool Has(string suffix) => metadata.Contains(Key(suffix));

    public uint? UInt32(string suffix) =>
        metadata.TryGetUInt32(Key(suffix), out var number) ? number : Wrong<uint>(suffix, GgufValueType.UInt32);

    public float? Float(string suffix) =>
        metadata.TryGetFloat(Key(suffix), out var number) ? number : Wrong<float>(suffix, GgufValueType.Float32);

    public bool? Bool(string suffix) =>
        metadata.TryGetBool(Key(suffix), out var flag) ? flag : Wrong<bool>(suffix, GgufValueType.Bool);

    public string? Text(string suffix)
    {
        if (!metadata.TryGetString(Key(suffix), out var text))
        {
            Wrong<int>(suffix, GgufValueType.String);
        }

        return text;
    }

    /// <summary>One number for each layer: a UINT32 for all of them, or an array with an element for each.</summary>
    /// <returns>Null when the key is missing or wrong; the latter is noted.</returns>
    public uint[]? PerLayer(string suffix, int layers)
    {
        var key = Key(suffix);
        if (metadata.TypeOf(key) != GgufValueType.Array)
        {
            return UInt32(suffix) is { } number ? [.. Enumerable.Repeat(number, layers)] : null;
        }

        // llama.cpp reads INT32 arrays as if they were UINT32.
        uint[]? numbers = metadata.TryGetArray<uint>(key, out var unsigned) ? unsigned.ToArray()
            : metadata.TryGetArray<int>(key, out var signed) ? MemoryMarshal.Cast<int, uint>(signed).ToArray()
            : null;
        if (numbers?.Length != layers)
        {
            problems.Add(numbers is null
                ? $"'{key}' is an array of {metadata.ElementTypeOf(key)}; UINT32 or INT32 is expected."
                : $"'{key}' has {numbers.Length} elements for {layers} layers.");
            return null;
        }

        return numbers;
    }

    /// <summary>A UINT32 as one element, or an array of UINT32, INT32 or BOOL; null when the key is missing or of another type.</summary>
    public uint[]? UInt32OrArray(string suffix)
    {
        var key = Key(suffix);
        return metadata.TryGetUInt32(key, out var number) ? [number]
            : metadata.TryGetArray<uint>(key, out var unsigned) ? unsigned.ToArray()
            : metadata.TryGetArray<int>(key, out var signed) ? MemoryMarshal.Cast<int, uint>(signed).ToArray()
            : metadata.TryGetArray<bool>(key, out var flags) ? Array.ConvertAll(flags.ToArray(), flag => flag ? 1u : 0u)
            : null;
    }

    private T? Wrong<T>(string suffix, GgufValueType expected)
        where T : struct
    {
        if (metadata.TypeOf(Key(suffix)) is { } type)
        {
            problems.Add($"'{Key(suffix)}' is of type {type}; {expected} is expected.");
        }

        return null;
    }
}
