namespace LlmGateway.Inference;

/// <summary>A loaded model.</summary>
public sealed record ModelDescription
{
    /// <summary>Name in the file's header, or the file's name.</summary>
    public required string Name { get; init; }

    /// <summary>Architecture in GGUF's words, for instance <c>llama</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of weights.</summary>
    public long Parameters { get; init; }

    /// <summary>Longest prompt plus answer of one request, in tokens.</summary>
    public int ContextTokens { get; init; }

    /// <summary>Tokens that all requests together can hold.</summary>
    public int CacheTokens { get; init; }

    /// <summary>Sequences computed together at most.</summary>
    public int ParallelSequences { get; init; }

    /// <summary>Compute threads.</summary>
    public int Threads { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    public int VocabularySize { get; init; }

    /// <summary>Length of an embedding.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>Bytes of the weights.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Bytes of the key and value cache.</summary>
    public long CacheBytes { get; init; }

    /// <summary>The device that computes, for instance <c>CPU</c> or <c>CUDA0</c>.</summary>
    public required string Device { get; init; }
}
