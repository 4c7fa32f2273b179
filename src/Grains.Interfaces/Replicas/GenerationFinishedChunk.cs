namespace LlmGateway.Grains.Replicas;

/// <summary>The answer is complete, or was cancelled.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Usage">What it cost; nothing if it was cancelled in the queue.</param>
[GenerateSerializer, Immutable, Alias("llmgw.generation-finished")]
public sealed record GenerationFinishedChunk(FinishReason Reason, TokenUsage Usage) : GenerationChunk;
