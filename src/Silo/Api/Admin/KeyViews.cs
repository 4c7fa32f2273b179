using LlmGateway.Grains.Keys;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/tenants/{t}/keys</c>.</summary>
public sealed record CreateKeyBody
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it opens; all by default.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Models it may use; all by default.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>From when on it is refused; never by default.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Limits of its own, in addition to its tenant's; none by default.</summary>
    public LimitsView? Limits { get; init; }
}

/// <summary>Body of <c>PATCH /admin/v1/tenants/{t}/keys/{id}</c>: what is left out stays as it is.</summary>
public sealed record ChangeKeyBody
{
    /// <summary>Name for people.</summary>
    public string? Name { get; set; }

    /// <summary>What it opens.</summary>
    public IReadOnlyList<string>? Scopes { get; set; }

    /// <summary>Models it may use; null for all.</summary>
    public IReadOnlyList<string>? Models
    {
        get;
        set => (field, SetsModels) = (value, true); // The reader calls this for a null too.
    }

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get;
        set => (field, SetsExpiresAt) = (value, true);
    }

    internal bool SetsModels { get; private set; }

    internal bool SetsExpiresAt { get; private set; }
}

/// <summary>Body of <c>POST /admin/v1/tenants/{t}/keys/{id}/rotate</c>.</summary>
public sealed record RotateKeyBody
{
    /// <summary>How long the secret before works, 0 to 2592000 (30 days). Default: 86400, a day.</summary>
    public int? GraceSeconds { get; init; }
}

/// <summary>A key without its secret.</summary>
public record KeyView(
    string Id,
    string Object,
    string Name,
    string Prefix,
    string Status,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Models,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RotatedAt,
    DateTimeOffset? LastUsedAt)
{
    /// <param name="key">The key.</param>
    /// <param name="lastUsedAt">From its row.</param>
    /// <param name="now">What expiry is compared with.</param>
    internal static KeyView From(ApiKey key, DateTimeOffset? lastUsedAt, DateTimeOffset now) => new(
        key.Id, "api_key", key.Name, key.Prefix, StatusOf(key, now), key.Scopes, key.Models, key.ExpiresAt, key.CreatedAt, key.RotatedAt, lastUsedAt);

    private static string StatusOf(ApiKey key, DateTimeOffset now) => key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "active";
}

/// <summary>A key with a new secret, which is shown this once.</summary>
public sealed record CreatedKeyView : KeyView
{
    internal CreatedKeyView(KeyView view, string secret)
        : base(view) => Key = secret;

    /// <summary>What the client sends, <c>sk-gw-…</c>.</summary>
    public string Key { get; }
}
