using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>A prompt as the model reads it.</summary>
/// <param name="Tokens">Token ids.</param>
/// <param name="Text">The rendered text; null when tokens were given.</param>
[GenerateSerializer, Immutable, Alias("llmgw.tokenized-text")]
public sealed record TokenizedText(ImmutableArray<int> Tokens, string? Text);
