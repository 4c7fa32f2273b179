namespace LlmGateway.Testing;

/// <summary>Sizes of a <see cref="RandomModel"/>.</summary>
/// <param name="Layers">Blocks.</param>
/// <param name="Width">Embedding length; a multiple of <paramref name="Heads"/>, and of 32 for quantised types.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="KvHeads">Key-value heads; divides <paramref name="Heads"/>.</param>
/// <param name="FeedForward">Inner width of the feed-forward layers; a multiple of 32 for quantised types.</param>
/// <param name="Vocabulary">Tokens; at least 259: the bytes and three control tokens.</param>
/// <param name="Context">Training context to write into the header, in tokens.</param>
public sealed record RandomModelShape(int Layers, int Width, int Heads, int KvHeads, int FeedForward, int Vocabulary, int Context)
{
    /// <summary>0.4 million parameters: below 2 MB in every type, written in milliseconds.</summary>
    public static RandomModelShape Tiny { get; } = new(2, 128, 4, 2, 256, 512, 512);

    /// <summary>100 million parameters with the proportions of small chat models: about 107 MB as Q8_0.</summary>
    public static RandomModelShape Bench100M { get; } = new(12, 768, 12, 4, 2048, 32000, 4096);
}
