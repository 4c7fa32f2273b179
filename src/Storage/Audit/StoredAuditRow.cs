namespace LlmGateway.Storage;

/// <summary>A row of the audit trail as it lies in the table.</summary>
/// <param name="Sequence">Its position.</param>
/// <param name="Hash">Its hash, if that is a text.</param>
/// <param name="Row">The row; null if a column holds what was never written there.</param>
internal sealed record StoredAuditRow(long Sequence, string? Hash, AuditRow? Row);
