namespace LlmGateway.Storage;

/// <summary>The ledger summed by the day.</summary>
public sealed record UsageDayRow : UsageRollupRow;
