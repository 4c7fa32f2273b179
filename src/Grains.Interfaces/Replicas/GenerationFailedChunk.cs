namespace LlmGateway.Grains.Replicas;

/// <summary>There is no answer, or no more of it.</summary>
/// <param name="Error">Why.</param>
[GenerateSerializer, Immutable, Alias("llmgw.generation-failed")]
public sealed record GenerationFailedChunk(ReplicaError Error) : GenerationChunk
{
    /// <summary>What is known of the cost of the text that came before: the engine may have computed more. Null if none came.</summary>
    [Id(0)]
    public TokenUsage? Usage { get; init; }
}
