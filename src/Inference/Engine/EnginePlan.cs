namespace LlmGateway.Inference.Engine;

/// <summary>The bounds that an engine runs with, all settled.</summary>
/// <param name="ContextTokens">Longest prompt plus answer.</param>
/// <param name="CacheTokens">Cells of the cache, shared by all sequences.</param>
/// <param name="ParallelSequences">Sequences that run together.</param>
/// <param name="Threads">Compute threads.</param>
/// <param name="GpuLayers">Layers on the GPU, −1 for all.</param>
/// <param name="PrefillTokens">Prompt tokens in one step.</param>
/// <param name="KvCacheType">Type of the cache.</param>
/// <param name="PrefixCacheBytes">Memory for what ended requests leave to later ones.</param>
internal sealed record EnginePlan(
    int ContextTokens, int CacheTokens, int ParallelSequences, int Threads, int GpuLayers, int PrefillTokens, KvCacheType KvCacheType, long PrefixCacheBytes = 0)
{
    /// <summary>Most tokens of one step: one of each running answer, and prompts.</summary>
    public int BatchTokens => ParallelSequences + PrefillTokens;
}
