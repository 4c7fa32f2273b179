namespace LlmGateway.Inference.Sampling;

/// <summary>Random numbers that depend on a seed and a position only, so that an answer can be continued elsewhere at any token.</summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014) used as a counter-based generator.</remarks>
internal static class Draw
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The <paramref name="index"/>-th number of the sequence that <paramref name="seed"/> names, in [0, 1).</summary>
    public static double Uniform(ulong seed, int index)
    {
        var z = seed + ((ulong)index + 1) * Golden;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
