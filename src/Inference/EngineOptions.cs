namespace LlmGateway.Inference;

/// <summary>What to load and within which bounds. Null means: chosen from the model and the machine.</summary>
public sealed record EngineOptions
{
    /// <summary>Path of the GGUF file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Longest prompt plus answer, in tokens. Default: what the model was trained for, at most 8192.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Sequences that may be computed together, 1 to 256. Default: 16, fewer where memory is short.</summary>
    public int? ParallelSequences { get; init; }

    /// <summary>Compute threads. Default: cores − 1, at least 1, since llama.cpp's spinning threads collapse on a busy machine.</summary>
    public int? Threads { get; init; }

    /// <summary>Layers that live on the GPU; −1 for all. Default: all where a GPU is found.</summary>
    public int? GpuLayers { get; init; }

    /// <summary>Type of the cached keys and values. Default: F16.</summary>
    public KvCacheType KvCacheType { get; init; } = KvCacheType.F16;

    /// <summary>Memory for keys and values of ended requests, from which later ones with the same beginning go on; 0 for none. Default: as much as the running requests have, at most an eighth of what is free.</summary>
    public long? PrefixCacheBytes { get; init; }

    /// <summary>Prompt tokens computed in one step beside the running answers, 16 to 4096. Default: 256.</summary>
    public int PrefillTokens { get; init; } = 256;

    /// <summary>Requests that may wait; one more is refused as overloaded. Default: 1024.</summary>
    public int QueueLimit { get; init; } = 1024;

    /// <summary>The engine's name in its journal. Default: the model file's.</summary>
    public string? Name { get; init; }

    /// <summary>Folder where the process that computes writes down what each ended request has cost; made when it is missing. Default: none, nothing is written.</summary>
    public string? JournalFolder { get; init; }
}
