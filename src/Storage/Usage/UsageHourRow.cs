namespace LlmGateway.Storage;

/// <summary>The ledger summed by the hour.</summary>
public sealed record UsageHourRow : UsageRollupRow;
