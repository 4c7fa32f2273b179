namespace LlmGateway.Storage;

/// <summary>Key of a rollup.</summary>
internal readonly record struct UsageHour(long Milliseconds, string TenantId, string KeyId, string Model, string AppId, string Operation)
{
    /// <summary>Milliseconds of a day.</summary>
    public const long Day = 86_400_000;

    private const long Length = 3_600_000;

    public static UsageHour Of(LedgerRow row)
    {
        var at = row.At.ToUnixTimeMilliseconds();
        return new UsageHour(at - at % Length, row.TenantId, row.KeyId, row.Model, row.AppId, row.Operation);
    }
}

/// <summary>What a batch adds to a rollup.</summary>
internal struct UsageSum
{
    public long Requests, Failures, InputTokens, CachedTokens, OutputTokens, ReasoningTokens, CostMicros;

    public void Add(LedgerRow row)
    {
        Requests++;
        Failures += row.Status == LedgerStatus.Completed ? 0 : 1;
        InputTokens += row.InputTokens;
        CachedTokens += row.CachedTokens;
        OutputTokens += row.OutputTokens;
        ReasoningTokens += row.ReasoningTokens;
        CostMicros += row.CostMicros;
    }
}
