using LlmGateway.Inference.Journal;

namespace LlmGateway.Inference.Engine;

/// <summary>The embeddings that wait for the engine's thread, and the context that computes them. Used by that thread alone.</summary>
/// <param name="createContext">Makes the context when the first text comes.</param>
/// <param name="accounts">Told of what is done.</param>
internal sealed class EmbeddingQueue(Func<EmbeddingContext> createContext, EngineAccounts accounts)
{
    private readonly Queue<EmbeddingJob> _jobs = new();
    private EmbeddingContext? _context;

    public bool IsEmpty => _jobs.Count == 0;

    public void Add(EmbeddingJob job) => _jobs.Enqueue(job);

    /// <summary>Computes one text: between two steps of the answers, so that a long list does not hold them up.</summary>
    public void EmbedNext()
    {
        var job = _jobs.Peek();
        try
        {
            if (!job.Advance(tokens => (_context ??= createContext()).Embed(tokens)))
            {
                _jobs.Dequeue();
                Complete(job);
            }
        }
        catch (InferenceException e)
        {
            _jobs.Dequeue();
            job.Fail(e);
        }
    }

    /// <summary>Fails all that wait.</summary>
    public void FailAll(InferenceException error)
    {
        while (_jobs.TryDequeue(out var job))
        {
            job.Fail(error);
        }
    }

    /// <summary>Frees the context; nothing is computed after it.</summary>
    public void Free() => _context?.Dispose();

    private void Complete(EmbeddingJob job)
    {
        if (job.Done)
        {
            accounts.Close(job);
            job.Complete();
        }
    }
}
