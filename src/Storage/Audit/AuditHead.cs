namespace LlmGateway.Storage;

/// <summary>The end of the audit trail.</summary>
/// <param name="Sequence">Position of the last row; 0 for none.</param>
/// <param name="Hash">Its hash; <see cref="AuditChain.Genesis"/> for none.</param>
public sealed record AuditHead(long Sequence, string Hash);
