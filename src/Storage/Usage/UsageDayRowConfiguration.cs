namespace LlmGateway.Storage;

/// <summary>Table <c>usage_days</c>.</summary>
internal sealed class UsageDayRowConfiguration() : UsageRollupConfiguration<UsageDayRow>("usage_days", "day");
