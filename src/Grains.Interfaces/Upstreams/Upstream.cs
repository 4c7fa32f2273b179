using System.Collections.Immutable;

namespace LlmGateway.Grains.Upstreams;

/// <summary>A service elsewhere that answers for models of this gateway, over OpenAI's protocol.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.upstream")]
public sealed record Upstream
{
    /// <summary>Its name: letters, digits, dots, hyphens and underscores, at most 64.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Address under which <c>/chat/completions</c> lies, without a slash at the end.</summary>
    [Id(1)]
    public required Uri BaseUrl { get; init; }

    /// <summary>Its API key, sealed; null if it wants none.</summary>
    [Id(2)]
    public ImmutableArray<byte>? SealedKey { get; init; }

    /// <summary>Models of this gateway and their names there.</summary>
    [Id(3)]
    public required ImmutableDictionary<string, string> Models { get; init; }

    /// <summary>How long an answer, or the next piece of a stream, is waited for.</summary>
    [Id(4)]
    public required TimeSpan Timeout { get; init; }

    /// <summary>New tokens that are reserved for a request that does not say how many it wants at the most.</summary>
    [Id(5)]
    public required int DefaultMaxTokens { get; init; }

    /// <summary>When it was made known.</summary>
    [Id(6)]
    public DateTimeOffset CreatedAt { get; init; }
}
