namespace LlmGateway.Grains.Replicas;

/// <summary>What happens to a request, in order: started, text several times, finished or failed.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.generation-chunk")]
public abstract record GenerationChunk;
