namespace LlmGateway.Grains.Replicas;

/// <summary>There is no answer, or no more of it.</summary>
/// <param name="Error">Why.</param>
[GenerateSerializer, Immutable, Alias("llmgw.generation-failed")]
public sealed record GenerationFailedChunk(ReplicaError Error) : GenerationChunk;
