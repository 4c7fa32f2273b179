namespace LlmGateway.Grains.Replicas;

/// <summary>A model as a replica has it loaded.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.loaded-model")]
public sealed record LoadedModelInfo
{
    /// <summary>Architecture in GGUF's words.</summary>
    [Id(0)]
    public required string Architecture { get; init; }

    /// <summary>Number of weights.</summary>
    [Id(1)]
    public long Parameters { get; init; }

    /// <summary>Longest prompt plus answer, in tokens.</summary>
    [Id(2)]
    public int ContextTokens { get; init; }

    /// <summary>Sequences computed together at most.</summary>
    [Id(3)]
    public int ParallelSequences { get; init; }

    /// <summary>Length of an embedding.</summary>
    [Id(4)]
    public int EmbeddingLength { get; init; }

    /// <summary>Bytes of the weights.</summary>
    [Id(5)]
    public long WeightBytes { get; init; }

    /// <summary>Bytes of the key and value cache.</summary>
    [Id(6)]
    public long CacheBytes { get; init; }

    /// <summary>The device that computes.</summary>
    [Id(7)]
    public required string Device { get; init; }

    /// <summary>Compute threads.</summary>
    [Id(8)]
    public int Threads { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    [Id(9)]
    public int VocabularySize { get; init; }
}
