using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>Texts to embed.</summary>
/// <param name="Inputs">At least one; each text or tokens.</param>
[GenerateSerializer, Immutable, Alias("llmgw.embed-request")]
public sealed record EmbedRequest(ImmutableArray<Prompt> Inputs);
