namespace LlmGateway.Storage;

/// <summary>What lists show of an API key; written by the key's grain after its own state. Never holds the key itself.</summary>
public sealed record ApiKeyRow : IKeysetRow
{
    /// <summary>The public id, such as <c>key_01h…</c>; safe to log.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant that owns the key.</summary>
    public required string TenantId { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>The first characters of the key, enough for its owner to recognise it.</summary>
    public required string Prefix { get; init; }

    /// <summary>The key's SHA-256 in lower-case hex, which is also the grain's key; unique.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether the key is accepted.</summary>
    public required ApiKeyRowStatus Status { get; init; }

    /// <summary>When the key stops being accepted, or null if never; kept in UTC to the millisecond.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key last opened anything, to about a minute; null if never. Written beside the ledger, not by the key's grain.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When the key was created; kept in UTC to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the key may be used for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The models that the key may use, or null for all of the tenant's.</summary>
    public IReadOnlyList<string>? Models { get; init; }
}
