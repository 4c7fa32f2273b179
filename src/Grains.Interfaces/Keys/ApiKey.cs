using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>An API key without its secret.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.api-key")]
public sealed record ApiKey
{
    /// <summary>Its id, <c>key_…</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The tenant that it acts for.</summary>
    [Id(1)]
    public required string TenantId { get; init; }

    /// <summary>Name for people.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>Beginning of its newest secret, enough to recognise it.</summary>
    [Id(3)]
    public required string Prefix { get; init; }

    /// <summary>What it opens.</summary>
    [Id(4)]
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Models it may use; null for all.</summary>
    [Id(5)]
    public ImmutableArray<string>? Models { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    [Id(6)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null if it was not.</summary>
    [Id(7)]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was made.</summary>
    [Id(8)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last got a new secret; null if it has its first.</summary>
    [Id(9)]
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>Whether it opens what <paramref name="scope"/> names.</summary>
    public bool Allows(string scope) => Scopes.Contains(scope);

    /// <summary>Whether it may use a model.</summary>
    public bool AllowsModel(string model) => Models is not { } models || models.Contains(model);
}
