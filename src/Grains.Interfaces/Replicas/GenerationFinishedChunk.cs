namespace LlmGateway.Grains.Replicas;

/// <summary>The answer is complete.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Usage">What it cost.</param>
[GenerateSerializer, Immutable, Alias("llmgw.generation-finished")]
public sealed record GenerationFinishedChunk(FinishReason Reason, TokenUsage Usage) : GenerationChunk;
