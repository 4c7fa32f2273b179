using LlmGateway.Inference.Journal;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Usage;

/// <summary>Compares the engines' journals with the ledger: enters what a killed silo could not, and puts journals away that were found whole.</summary>
internal sealed partial class EngineBooks(DataDirectory data, LedgerWriter ledger, EngineCounts counts, TimeProvider time, ILogger<EngineBooks> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastWordsPause = TimeSpan.FromMilliseconds(20);

    // Between the engine's line and the ledger's row lies one commit; a ledger that waits longer is told apart from one that lost a row by this.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _closing = new(1);

    /// <summary>Before the first request and the first worker: enters what earlier workers still had to say.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        // Workers of a silo that was killed write down what they had open, and end.
        var since = time.GetTimestamp();
        while (EngineJournal.Segments(data.EngineFolder).Any(segment => segment.InUse) && time.GetElapsedTime(since) < LastWordsLimit)
        {
            await Task.Delay(LastWordsPause, time, cancellationToken);
        }

        await CloseAsync(TimeSpan.Zero, cancellationToken);
    }

    /// <summary>What the engines counted, what the ledger has, and what is missing.</summary>
    public async Task<Reconciliation> CompareAsync(CancellationToken cancellationToken)
    {
        await _closing.WaitAsync(cancellationToken);
        try
        {
            return await CompareAloneAsync(cancellationToken);
        }
        finally
        {
            _closing.Release();
        }
    }

    private async Task<Reconciliation> CompareAloneAsync(CancellationToken cancellationToken)
    {
        // The ledger first: an engine writes its line before the ledger's row can be there, so each row that is seen has its line.
        await using var snapshot = await counts.SnapshotAsync(cancellationToken);
        List<JournalEntry> open = [];
        foreach (var segment in EngineJournal.Segments(data.EngineFolder))
        {
            open.AddRange(EngineJournal.Read(segment.Path, _ => LogDamaged(segment.Path)).Where(Costs));
        }

        var engines = await snapshot.ClosedAsync(cancellationToken);
        var missing = await snapshot.MissingAsync([.. open.Select(entry => entry.RequestId)], cancellationToken);
        var now = time.GetUtcNow();
        List<string> lost = [];
        foreach (var entry in open)
        {
            if (missing.Contains(entry.RequestId) && now - EndOf(entry) < Settling)
            {
                continue; // Its row is on the way.
            }

            engines[entry.Replica] = engines.GetValueOrDefault(entry.Replica) + CountOf(entry);
            if (missing.Contains(entry.RequestId))
            {
                lost.Add(entry.RequestId);
            }
        }

        return new Reconciliation(engines, await snapshot.LedgerAsync(cancellationToken), lost, missing.Count - lost.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CloseAsync(Settling, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    private async Task CloseAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await _closing.WaitAsync(cancellationToken);
        try
        {
            foreach (var segment in EngineJournal.Segments(data.EngineFolder))
            {
                if (!segment.InUse && time.GetUtcNow() - File.GetLastWriteTimeUtc(segment.Path) >= age)
                {
                    await CloseAsync(segment, cancellationToken);
                }
            }
        }
        finally
        {
            _closing.Release();
        }
    }

    public override void Dispose()
    {
        _closing.Dispose();
        base.Dispose();
    }

    private async Task CloseAsync(JournalSegment segment, CancellationToken cancellationToken)
    {
        Dictionary<string, TokenCount> sums = new(StringComparer.Ordinal);
        foreach (var entries in EngineJournal.Read(segment.Path, _ => LogDamaged(segment.Path)).Where(Costs).Chunk(1000))
        {
            var missing = await counts.MissingAsync([.. entries.Select(entry => entry.RequestId)], cancellationToken);
            List<Task> commits = [];
            foreach (var entry in entries)
            {
                sums[entry.Replica] = sums.GetValueOrDefault(entry.Replica) + CountOf(entry);
                if (missing.Contains(entry.RequestId) && LedgerAccount.Parse(entry.Account) is { } account)
                {
                    commits.Add(ledger.WriteAsync(new RequestRecord(
                        account.ToRow(entry.RequestId, entry.Replica, entry.PromptTokens, entry.CachedTokens, entry.CompletionTokens, EndOf(entry)))));
                }
            }

            await Task.WhenAll(commits).WaitAsync(cancellationToken);
            if (commits.Count > 0)
            {
                LogRecovered(commits.Count, segment.Engine);
            }
        }

        var name = Path.GetFileName(segment.Path);
        var now = time.GetUtcNow();
        await counts.AddAsync(
            sums.Select(sum => new EngineCountRow
            {
                Segment = name,
                Replica = sum.Key,
                At = now,
                Requests = sum.Value.Requests,
                InputTokens = sum.Value.InputTokens,
                OutputTokens = sum.Value.OutputTokens,
            }),
            cancellationToken);
        File.Delete(segment.Path);
    }

    // What the gateway failed is not billed; what was cancelled in the queue cost nothing.
    private static bool Costs(JournalEntry entry) => entry.Reason != JournalReason.Failed && entry.PromptTokens + entry.CompletionTokens > 0;

    private static TokenCount CountOf(JournalEntry entry) => new(1, entry.PromptTokens, entry.CompletionTokens);

    private static DateTimeOffset EndOf(JournalEntry entry) => DateTimeOffset.FromUnixTimeMilliseconds(entry.UnixMilliseconds);

    [LoggerMessage(LogLevel.Warning, "{Count} requests of engine {Engine} were entered into the ledger from its journal: their silo ended before it could")]
    private partial void LogRecovered(int count, string engine);

    [LoggerMessage(LogLevel.Error, "{Path} has a damaged line, which is skipped")]
    private partial void LogDamaged(string path);

    [LoggerMessage(LogLevel.Error, "The engines' journals could not be compared with the ledger; this is tried again")]
    private partial void LogFailed(Exception exception);
}
