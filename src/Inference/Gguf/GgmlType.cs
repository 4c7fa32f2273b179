using System.Diagnostics.CodeAnalysis;

namespace LlmGateway.Inference.Gguf;

/// <summary>Storage type of a tensor's values. Numbers missing here were withdrawn from the format.</summary>
/// <remarks>Source: <c>enum ggml_type</c> in ggml.h of the pinned llama.cpp release; sizes in <see cref="GgmlTypeSizes"/>.</remarks>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The names are the format's own.")]
public enum GgmlType
{
    /// <summary>IEEE single.</summary>
    F32 = 0,

    /// <summary>IEEE half.</summary>
    F16 = 1,

    /// <summary>Block quantisation, 4.5 bits a value.</summary>
    Q4_0 = 2,

    /// <summary>Block quantisation, 5 bits a value.</summary>
    Q4_1 = 3,

    /// <summary>Block quantisation, 5.5 bits a value.</summary>
    Q5_0 = 6,

    /// <summary>Block quantisation, 6 bits a value.</summary>
    Q5_1 = 7,

    /// <summary>Block quantisation, 8.5 bits a value.</summary>
    Q8_0 = 8,

    /// <summary>8 bits with scale and sum; intermediate of products, never a weight type.</summary>
    Q8_1 = 9,

    /// <summary>Super-block quantisation, 2.625 bits a value.</summary>
    Q2_K = 10,

    /// <summary>Super-block quantisation, 3.4375 bits a value.</summary>
    Q3_K = 11,

    /// <summary>Super-block quantisation, 4.5 bits a value.</summary>
    Q4_K = 12,

    /// <summary>Super-block quantisation, 5.5 bits a value.</summary>
    Q5_K = 13,

    /// <summary>Super-block quantisation, 6.5625 bits a value.</summary>
    Q6_K = 14,

    /// <summary>8 bits in super-blocks; intermediate of products, never a weight type.</summary>
    Q8_K = 15,

    /// <summary>Non-linear quantisation, 2.0625 bits a value.</summary>
    IQ2_XXS = 16,

    /// <summary>Non-linear quantisation, 2.3125 bits a value.</summary>
    IQ2_XS = 17,

    /// <summary>Non-linear quantisation, 3.0625 bits a value.</summary>
    IQ3_XXS = 18,

    /// <summary>Non-linear quantisation, 1.5625 bits a value.</summary>
    IQ1_S = 19,

    /// <summary>Non-linear quantisation, 4.5 bits a value.</summary>
    IQ4_NL = 20,

    /// <summary>Non-linear quantisation, 3.4375 bits a value.</summary>
    IQ3_S = 21,

    /// <summary>Non-linear quantisation, 2.5625 bits a value.</summary>
    IQ2_S = 22,

    /// <summary>Non-linear quantisation, 4.25 bits a value.</summary>
    IQ4_XS = 23,

    /// <summary>Integer; not a weight type.</summary>
    I8 = 24,

    /// <summary>Integer; not a weight type.</summary>
    I16 = 25,

    /// <summary>Integer; not a weight type.</summary>
    I32 = 26,

    /// <summary>Integer; not a weight type.</summary>
    I64 = 27,

    /// <summary>IEEE double; not a weight type.</summary>
    F64 = 28,

    /// <summary>Non-linear quantisation, 1.75 bits a value.</summary>
    IQ1_M = 29,

    /// <summary>The upper half of an IEEE single.</summary>
    BF16 = 30,

    /// <summary>Ternary values, 1.6875 bits a value.</summary>
    TQ1_0 = 34,

    /// <summary>Ternary values, 2.0625 bits a value.</summary>
    TQ2_0 = 35,

    /// <summary>Microscaling 4-bit floats, one shared exponent a block.</summary>
    MXFP4 = 39,

    /// <summary>4-bit floats, an E4M3 scale for every 16 values.</summary>
    NVFP4 = 40,

    /// <summary>Block quantisation, 1.125 bits a value.</summary>
    Q1_0 = 41,

    /// <summary>Block quantisation, 2.25 bits a value.</summary>
    Q2_0 = 42,
}
