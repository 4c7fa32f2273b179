namespace LlmGateway.Storage;

/// <summary>Table <c>usage_hours</c>.</summary>
internal sealed class UsageHourRowConfiguration() : UsageRollupConfiguration<UsageHourRow>("usage_hours", "hour");
