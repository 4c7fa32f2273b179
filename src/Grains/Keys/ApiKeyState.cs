using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>What an API key's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.api-key-state")]
internal sealed record ApiKeyState
{
    /// <summary>The key; null before it is made.</summary>
    [Id(0)]
    public ApiKey? Key { get; init; }

    /// <summary>Its secrets, the newest first; at most two.</summary>
    [Id(1)]
    public ImmutableArray<LiveSecret> Secrets { get; init; } = [];
}
