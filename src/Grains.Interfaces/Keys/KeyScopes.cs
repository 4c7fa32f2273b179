using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>What keys can open.</summary>
public static class KeyScopes
{
    /// <summary>Chat, completions, embeddings and tokenisation.</summary>
    public const string Inference = "inference";

    /// <summary>The list of models.</summary>
    public const string ModelsRead = "models:read";

    /// <summary>Every scope there is.</summary>
    public static ImmutableArray<string> All { get; } = [Inference, ModelsRead];
}
