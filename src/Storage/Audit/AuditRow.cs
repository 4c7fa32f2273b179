namespace LlmGateway.Storage;

/// <summary>One action of an administrator, chained to the one before by its hash.</summary>
public sealed record AuditRow
{
    /// <summary>Position in the chain, from 1 without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When; UTC to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>admin-key</c>, or a user's id.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>tenants.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The tenant concerned; null where none is.</summary>
    public string? TenantId { get; init; }

    /// <summary>The thing concerned, such as a key's id.</summary>
    public string? Target { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>The request's id, <c>req_…</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>The address that the request came from.</summary>
    public string? Address { get; init; }

    /// <summary>What was asked for, as JSON without secrets.</summary>
    public string? Detail { get; init; }

    /// <summary>SHA-256 of the previous row's hash and this row's content, lower-case hexadecimal.</summary>
    public required string Hash { get; init; }
}
