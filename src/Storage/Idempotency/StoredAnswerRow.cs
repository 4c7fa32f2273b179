namespace LlmGateway.Storage;

/// <summary>The answer to a request with an <c>Idempotency-Key</c>, kept for a repeat; without an answer while the first one runs.</summary>
public sealed record StoredAnswerRow
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>SHA-256 of the client's key, lower-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>SHA-256 of the request's path and body, lower-case hexadecimal: the same key with another request is a mistake.</summary>
    public required string RequestHash { get; init; }

    /// <summary>Id of the request that was or is being answered.</summary>
    public required string RequestId { get; init; }

    /// <summary>The silo process that answers it; one that has gone answers no more.</summary>
    public required string Silo { get; init; }

    /// <summary>When the first request came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>HTTP status; null while the first request runs.</summary>
    public int? Status { get; init; }

    /// <summary>Content type of the answer.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer's body, sealed under the tenant's data key.</summary>
    public byte[]? Body { get; init; }
}
