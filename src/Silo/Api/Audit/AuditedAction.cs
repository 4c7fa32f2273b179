namespace LlmGateway.Silo.Api.Audit;

/// <summary>Metadata of endpoints whose calls are recorded.</summary>
/// <param name="Name">What the call does, such as <c>tenants.create</c>; null for method and route.</param>
/// <param name="MakesTenant">Whether what it makes is a tenant.</param>
/// <param name="Personal">Whether what is sent says who somebody is: then it is not kept.</param>
internal sealed record AuditedAction(string? Name, bool MakesTenant = false, bool Personal = false);
