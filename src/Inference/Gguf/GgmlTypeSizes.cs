namespace LlmGateway.Inference.Gguf;

/// <summary>Block and byte sizes of tensor types.</summary>
/// <remarks>Source: <c>GGML_QUANT_SIZES</c> in gguf-py of the pinned llama.cpp release.</remarks>
public static class GgmlTypeSizes
{
    private static readonly Dictionary<GgmlType, (int Values, int Bytes)> Blocks = new()
    {
        [GgmlType.F32] = (1, 4),
        [GgmlType.F16] = (1, 2),
        [GgmlType.Q4_0] = (32, 18),
        [GgmlType.Q4_1] = (32, 20),
        [GgmlType.Q5_0] = (32, 22),
        [GgmlType.Q5_1] = (32, 24),
        [GgmlType.Q8_0] = (32, 34),
        [GgmlType.Q8_1] = (32, 36),
        [GgmlType.Q2_K] = (256, 84),
        [GgmlType.Q3_K] = (256, 110),
        [GgmlType.Q4_K] = (256, 144),
        [GgmlType.Q5_K] = (256, 176),
        [GgmlType.Q6_K] = (256, 210),
        [GgmlType.Q8_K] = (256, 292),
        [GgmlType.IQ2_XXS] = (256, 66),
        [GgmlType.IQ2_XS] = (256, 74),
        [GgmlType.IQ3_XXS] = (256, 98),
        [GgmlType.IQ1_S] = (256, 50),
        [GgmlType.IQ4_NL] = (32, 18),
        [GgmlType.IQ3_S] = (256, 110),
        [GgmlType.IQ2_S] = (256, 82),
        [GgmlType.IQ4_XS] = (256, 136),
        [GgmlType.I8] = (1, 1),
        [GgmlType.I16] = (1, 2),
        [GgmlType.I32] = (1, 4),
        [GgmlType.I64] = (1, 8),
        [GgmlType.F64] = (1, 8),
        [GgmlType.IQ1_M] = (256, 56),
        [GgmlType.BF16] = (1, 2),
        [GgmlType.TQ1_0] = (256, 54),
        [GgmlType.TQ2_0] = (256, 66),
        [GgmlType.MXFP4] = (32, 17),
        [GgmlType.NVFP4] = (64, 36),
        [GgmlType.Q1_0] = (128, 18),
        [GgmlType.Q2_0] = (64, 18),
    };

    /// <summary>Whether this release knows the type.</summary>
    public static bool IsKnown(this GgmlType type) => Blocks.ContainsKey(type);

    /// <summary>Whether llama.cpp multiplies by matrices of this type: floats and quantised types, not integers or intermediates.</summary>
    public static bool IsWeight(this GgmlType type) => type.IsKnown() && type is not
        (GgmlType.I8 or GgmlType.I16 or GgmlType.I32 or GgmlType.I64 or GgmlType.F64 or GgmlType.Q8_1 or GgmlType.Q8_K);

    /// <summary>Values in one block; a row is a whole number of blocks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is unknown.</exception>
    public static int BlockValues(this GgmlType type) => Block(type).Values;

    /// <summary>Bytes of one block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is unknown.</exception>
    public static int BlockBytes(this GgmlType type) => Block(type).Bytes;

    /// <summary>Bytes of a row.</summary>
    /// <param name="type">Storage type of the row.</param>
    /// <param name="values">Values in the row; a multiple of <see cref="BlockValues"/>, rounded up to it otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is unknown or <paramref name="values"/> is negative.</exception>
    /// <exception cref="OverflowException">The size does not fit 63 bits.</exception>
    public static long RowBytes(this GgmlType type, long values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(values);
        var (blockValues, blockBytes) = Block(type);
        var blocks = (values / blockValues) + (values % blockValues == 0 ? 0 : 1);
        return checked(blocks * blockBytes);
    }

    private static (int Values, int Bytes) Block(GgmlType type) => Blocks.TryGetValue(type, out var block)
        ? block
        : throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown tensor type.");
}
