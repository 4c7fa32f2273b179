namespace LlmGateway.Grains.Replicas;

/// <summary>The request was accepted.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
[GenerateSerializer, Immutable, Alias("llmgw.generation-started")]
public sealed record GenerationStartedChunk(int PromptTokens) : GenerationChunk;
