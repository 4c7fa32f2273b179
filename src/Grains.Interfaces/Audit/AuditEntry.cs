namespace LlmGateway.Grains.Audit;

/// <summary>An action of an administrator, to be recorded.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.audit-entry")]
public sealed record AuditEntry
{
    /// <summary>Who: <c>admin-key</c>, a user's id, or <c>anonymous</c>.</summary>
    [Id(0)]
    public required string Actor { get; init; }

    /// <summary>What was done or tried, such as <c>tenants.create</c>.</summary>
    [Id(1)]
    public required string Action { get; init; }

    /// <summary>The tenant concerned; null where none is.</summary>
    [Id(2)]
    public string? TenantId { get; init; }

    /// <summary>The thing concerned, such as a key's id.</summary>
    [Id(3)]
    public string? Target { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    [Id(4)]
    public required int Status { get; init; }

    /// <summary>The request's id, <c>req_…</c>.</summary>
    [Id(5)]
    public required string RequestId { get; init; }

    /// <summary>The address that the request came from.</summary>
    [Id(6)]
    public string? Address { get; init; }

    /// <summary>What was asked for, as JSON without secrets.</summary>
    [Id(7)]
    public string? Detail { get; init; }
}
