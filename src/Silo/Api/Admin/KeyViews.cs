using LlmGateway.Grains.Keys;
using LlmGateway.Storage;

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
}

/// <summary>A key without its secret.</summary>
public record KeyView(
    string Id, string Object, string Name, string Prefix, string Status, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Models, DateTimeOffset? ExpiresAt, DateTimeOffset CreatedAt)
{
    internal static KeyView From(ApiKey key) => new(
        key.Id, "api_key", key.Name, key.Prefix, key.RevokedAt is null ? "active" : "revoked", key.Scopes, key.Models, key.ExpiresAt, key.CreatedAt);

    internal static KeyView From(ApiKeyRow row) => new(
        row.Id, "api_key", row.Name, row.Prefix, row.Status.ToString().ToLowerInvariant(), row.Scopes, row.Models, row.ExpiresAt, row.CreatedAt);
}

/// <summary>A new key with its secret, which is shown this once.</summary>
public sealed record CreatedKeyView : KeyView
{
    internal CreatedKeyView(CreatedApiKey created)
        : base(From(created.Key)) => Key = created.Secret;

    /// <summary>What the client sends, <c>sk-gw-…</c>.</summary>
    public string Key { get; }
}
