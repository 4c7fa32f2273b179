namespace LlmGateway.Storage;

/// <summary>What a look at the whole audit trail found.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="FirstBroken">The first break; null if there is none.</param>
/// <param name="Head">Hash of the last row. Rows missing at the end can't be seen in the trail: compare this with a head that was noted elsewhere.</param>
public sealed record AuditVerification(long Rows, AuditBreak? FirstBroken, string Head);
