namespace LlmGateway.Silo.Api.Audit;

/// <summary>What the audit trail keeps of a request in place of its body, put into the request's features by its endpoint.</summary>
/// <param name="Json">A JSON object without secrets and personal data, of at most 4 KiB.</param>
internal sealed record AuditNote(string Json);
