namespace LlmGateway.Storage;

/// <summary>Which rows of the audit trail are wanted; null for any.</summary>
/// <param name="TenantId">Of this tenant.</param>
/// <param name="Action">With this action.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed record AuditFilter(string? TenantId = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
