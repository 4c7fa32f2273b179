namespace LlmGateway.Storage;

/// <summary>The first place where the audit trail is not what was written.</summary>
/// <param name="Sequence">The position.</param>
/// <param name="Reason">What is wrong there.</param>
public sealed record AuditBreak(long Sequence, string Reason);
