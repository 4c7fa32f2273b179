using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>What is said of a key when it is made.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.api-key-settings")]
public sealed record ApiKeySettings
{
    /// <summary>Name for people, 1 to 200 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it opens; see <see cref="KeyScopes"/>. Default: all.</summary>
    [Id(1)]
    public ImmutableArray<string> Scopes { get; init; } = KeyScopes.All;

    /// <summary>Models it may use; null for all.</summary>
    [Id(2)]
    public ImmutableArray<string>? Models { get; init; }

    /// <summary>From when on it is refused; null for never.</summary>
    [Id(3)]
    public DateTimeOffset? ExpiresAt { get; init; }
}
