using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>Vectors of unit length.</summary>
/// <param name="Vectors">One for each input.</param>
/// <param name="PromptTokens">Tokens read for all of them.</param>
[GenerateSerializer, Immutable, Alias("llmgw.embeddings")]
public sealed record Embeddings(ImmutableArray<float[]> Vectors, int PromptTokens);
