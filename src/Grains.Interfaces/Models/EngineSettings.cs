namespace LlmGateway.Grains.Models;

/// <summary>Bounds of a replica's engine. Null means: chosen from the model and the machine.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.engine-settings")]
public sealed record EngineSettings
{
    /// <summary>Longest prompt plus answer, in tokens. Default: what the model was trained for, at most 8192.</summary>
    [Id(0)]
    public int? ContextTokens { get; init; }

    /// <summary>Sequences computed together, 1 to 256. Default: 16.</summary>
    [Id(1)]
    public int? ParallelSequences { get; init; }

    /// <summary>Compute threads. Default: cores − 1, at least 1.</summary>
    [Id(2)]
    public int? Threads { get; init; }

    /// <summary>Layers on the GPU; −1 for all. Default: all where a GPU is found.</summary>
    [Id(3)]
    public int? GpuLayers { get; init; }

    /// <summary>Type of the cached keys and values: <c>f16</c>, <c>f32</c> or <c>q8_0</c>. Default: f16.</summary>
    [Id(4)]
    public string? KvCacheType { get; init; }
}
