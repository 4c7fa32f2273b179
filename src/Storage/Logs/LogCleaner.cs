namespace LlmGateway.Storage;

/// <summary>Deletes log rows that are older than their tenant keeps them, and answers that no repeat can ask for any more.</summary>
/// <param name="retention">The database.</param>
/// <param name="days">How many days a tenant keeps its log.</param>
/// <param name="time">Now.</param>
public sealed class LogCleaner(LogRetention retention, LogRetentionDays days, TimeProvider time)
{
    /// <summary>How long the answer to a request with an idempotency key is kept.</summary>
    public static readonly TimeSpan AnswerLife = TimeSpan.FromHours(24);

    // SQLite lets in who tries first: writers get their turn between two batches.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Deletes all that is due.</summary>
    /// <returns>How many rows of the log were deleted.</returns>
    public async Task<long> CleanAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        while (await retention.DeleteAnswersAsync(now - AnswerLife, cancellationToken) > 0)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        var total = 0L;
        foreach (var tenant in await retention.TenantsAsync(cancellationToken))
        {
            var before = now - TimeSpan.FromDays(await days(tenant, cancellationToken));
            int count;
            while ((count = await retention.DeleteLogAsync(tenant, before, cancellationToken)) > 0)
            {
                total += count;
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        return total;
    }
}
