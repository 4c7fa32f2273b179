using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Journal;

/// <summary>Keeps the engine's open requests and writes down what each has cost when it ends, once. Thread-safe.</summary>
/// <param name="writer">The journal, which it disposes; null for none.</param>
/// <param name="engine">The engine's name.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineAccounts(JournalWriter? writer, string engine, TimeProvider time) : IDisposable
{
    // Held while a line is written: who finds a request closed knows that its line is there.
    private readonly Lock _lock = new();
    private readonly HashSet<GenerationJob> _open = [];

    /// <summary>From now on the request is written down when it ends.</summary>
    public void Open(GenerationJob job)
    {
        if (writer is not null && job.RequestId is not null)
        {
            lock (_lock)
            {
                _open.Add(job);
            }
        }
    }

    /// <summary>Writes down a request that has ended, unless that was done or it failed before it cost anything.</summary>
    public void Close(GenerationJob job, JournalReason reason)
    {
        lock (_lock)
        {
            if (_open.Remove(job) && (reason != JournalReason.Failed || job.PromptRead > 0))
            {
                Write(job, reason);
            }
        }
    }

    /// <summary>Writes down embeddings that are done.</summary>
    public void Close(EmbeddingJob job)
    {
        if (writer is not null && job.RequestId is { } request)
        {
            lock (_lock)
            {
                writer.Write(Entry(request, job.Account, JournalKind.Embedding, JournalReason.Done) with { PromptTokens = job.PromptTokens });
            }
        }
    }

    /// <summary>Writes down all open requests as cancelled, with what they have cost until now.</summary>
    public void CloseAll()
    {
        lock (_lock)
        {
            foreach (var job in _open)
            {
                Write(job, JournalReason.Cancelled);
            }

            _open.Clear();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            writer?.Dispose();
        }
    }

    private void Write(GenerationJob job, JournalReason reason) => writer!.Write(
        Entry(job.RequestId!, job.Account, JournalKind.Generation, reason) with
        {
            PromptTokens = job.PromptRead,
            CachedTokens = job.PromptRead > 0 ? job.Cached : 0,
            CompletionTokens = job.GeneratedTokens,
        });

    private JournalEntry Entry(string request, string? account, JournalKind kind, JournalReason reason) => new()
    {
        RequestId = request,
        Replica = engine,
        UnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds(),
        Kind = kind,
        Reason = reason,
        Account = account,
    };
}
