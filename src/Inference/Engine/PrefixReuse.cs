namespace LlmGateway.Inference.Engine;

/// <summary>Lets requests begin where earlier ones of their scope, running or ended, have the same tokens. Used by the engine's thread only.</summary>
/// <remarks>
/// Ended sequences are kept outside llama.cpp's cache: within it each step would look at all of their cells, which costs more than the two copies
/// once a few tokens are generated.
/// </remarks>
internal sealed class PrefixReuse(GenerationContext context, long capacityBytes)
{
    // Computing fewer is as fast as finding them.
    private const int Least = 32;

    private readonly PrefixCache _cache = new(capacityBytes);
    private readonly bool _enabled = context.KeepsThePast && capacityBytes > 0;

    /// <summary>Fills the slot of a request that has just got one with what is known of its prompt.</summary>
    /// <param name="job">The request.</param>
    /// <param name="others">Requests that run, and others.</param>
    /// <param name="freeCells">Cells that nobody may need: a kept sequence that is longer than the request needs them for a moment.</param>
    public void Begin(GenerationJob job, IEnumerable<Sequence> others, int freeCells)
    {
        if (!_enabled || job.CacheScope is not { } scope)
        {
            return;
        }

        // The last token is computed in any case: its logits choose the first token of the answer.
        var prompt = job.Tokens[..(job.PromptTokens - 1)];
        var (running, shared) = FindRunning(others, job, prompt);
        var (entry, kept) = _cache.Find(scope, prompt);
        if (shared >= Least && shared >= kept)
        {
            context.Share(running!.Slot, job.Slot, shared);
            job.Reuse(shared);
        }
        else if (kept >= Least && entry!.Tokens.Length - job.Need <= freeCells && context.Restore(entry.State, job.Slot, kept))
        {
            job.Reuse(kept);
        }
    }

    /// <summary>Keeps what was computed for a request that ends, while it still has its slot.</summary>
    public void Keep(GenerationJob job)
    {
        if (!_enabled || job.CacheScope is not { } scope || job.Slot < 0 || job.Computed < Least)
        {
            return;
        }

        var tokens = job.Tokens[..job.Computed];
        if (_cache.Find(scope, tokens).Shared < tokens.Length && context.Save(job.Slot, capacityBytes) is { } state)
        {
            _cache.Add(new PrefixEntry(scope, tokens.ToArray(), state));
        }
    }

    /// <summary>Frees what is kept.</summary>
    public void Free() => _cache.Free();

    private static (Sequence? Running, int Shared) FindRunning(IEnumerable<Sequence> others, GenerationJob job, ReadOnlySpan<int> prompt)
    {
        Sequence? best = null;
        var longest = 0;
        foreach (var other in others)
        {
            if (other is GenerationJob { Slot: >= 0 } running && running != job && running.CacheScope == job.CacheScope
                && prompt.CommonPrefixLength(running.Tokens[..running.Computed]) is var shared && shared > longest)
            {
                (best, longest) = (running, shared);
            }
        }

        return (best, longest);
    }
}
