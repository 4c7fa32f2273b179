namespace LlmGateway.Silo.Hosting;

/// <summary>A model to serve.</summary>
public sealed class ModelOptions
{
    /// <summary>Name that requests use: letters, digits, dots, hyphens and underscores, at most 64. Default: the file's name without its ending.</summary>
    public string? Name { get; set; }

    /// <summary>Version; give a new one when the file changes. Default: <c>v1</c>.</summary>
    public string Version { get; set; } = "v1";

    /// <summary>Path of the GGUF file.</summary>
    public string Path { get; set; } = "";

    /// <summary>How many replicas, 1 to 64. Default 1.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>Longest prompt plus answer, in tokens. Default: what the model was trained for, at most 8192.</summary>
    public int? Context { get; set; }

    /// <summary>Sequences computed together, 1 to 256. Default: 16.</summary>
    public int? Parallel { get; set; }

    /// <summary>Compute threads. Default: cores − 1, at least 1.</summary>
    public int? Threads { get; set; }

    /// <summary>Layers on the GPU; −1 for all. Default: all where a GPU is found.</summary>
    public int? GpuLayers { get; set; }

    /// <summary>Type of the cached keys and values: f16, f32 or q8_0. Default: f16.</summary>
    public string? KvType { get; set; }
}
