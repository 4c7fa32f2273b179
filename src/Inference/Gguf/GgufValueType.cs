using System.Diagnostics.CodeAnalysis;

namespace LlmGateway.Inference.Gguf;

/// <summary>Type tag of a metadata value. Source: <c>enum gguf_type</c> in llama.cpp's gguf.h.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The names are the format's own.")]
public enum GgufValueType
{
    /// <summary>Unsigned, 1 byte.</summary>
    UInt8 = 0,

    /// <summary>Signed, 1 byte.</summary>
    Int8 = 1,

    /// <summary>Unsigned, 2 bytes.</summary>
    UInt16 = 2,

    /// <summary>Signed, 2 bytes.</summary>
    Int16 = 3,

    /// <summary>Unsigned, 4 bytes; what nearly every hyper-parameter uses.</summary>
    UInt32 = 4,

    /// <summary>Signed, 4 bytes.</summary>
    Int32 = 5,

    /// <summary>IEEE single, 4 bytes.</summary>
    Float32 = 6,

    /// <summary>1 byte, zero is false.</summary>
    Bool = 7,

    /// <summary>8-byte length in bytes, then UTF-8 without terminator.</summary>
    String = 8,

    /// <summary>4-byte element type, 8-byte count, then the elements; never nested.</summary>
    Array = 9,

    /// <summary>Unsigned, 8 bytes.</summary>
    UInt64 = 10,

    /// <summary>Signed, 8 bytes.</summary>
    Int64 = 11,

    /// <summary>IEEE double, 8 bytes.</summary>
    Float64 = 12,
}
