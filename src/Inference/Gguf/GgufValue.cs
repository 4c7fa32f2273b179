namespace LlmGateway.Inference.Gguf;

/// <summary>Where a metadata value lies in the header; nothing is decoded before it is asked for.</summary>
/// <param name="Type">The value's own type.</param>
/// <param name="ElementType">Type of an array's elements; the same as <paramref name="Type"/> otherwise.</param>
/// <param name="Start">First byte of the value, of the string's text, or of the array's first element.</param>
/// <param name="ByteCount">Bytes from <paramref name="Start"/>.</param>
/// <param name="Count">Elements of an array; 1 otherwise.</param>
/// <param name="StringStarts">Positions of an array's strings; null for everything else.</param>
internal readonly record struct GgufValue(
    GgufValueType Type,
    GgufValueType ElementType,
    int Start,
    int ByteCount,
    int Count,
    int[]? StringStarts = null);
