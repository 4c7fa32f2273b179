using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>A change of a key: what is not set stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.api-key-change")]
public sealed record ApiKeyChange
{
    /// <summary>New name; null to keep it.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>New scopes; null to keep them.</summary>
    [Id(1)]
    public ImmutableArray<string>? Scopes { get; init; }

    /// <summary>Whether <see cref="Models"/> counts.</summary>
    [Id(2)]
    public bool SetsModels { get; init; }

    /// <summary>New models; null for all.</summary>
    [Id(3)]
    public ImmutableArray<string>? Models { get; init; }

    /// <summary>Whether <see cref="ExpiresAt"/> counts.</summary>
    [Id(4)]
    public bool SetsExpiresAt { get; init; }

    /// <summary>New expiry; null for never.</summary>
    [Id(5)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The key after the change.</summary>
    public ApiKey ApplyTo(ApiKey key) => key with
    {
        Name = Name ?? key.Name,
        Scopes = Scopes ?? key.Scopes,
        Models = SetsModels ? Models : key.Models,
        ExpiresAt = SetsExpiresAt ? ExpiresAt : key.ExpiresAt,
    };
}
