namespace LlmGateway.Grains.Models;

/// <summary>What is to be served under a model's name.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.model-deployment")]
public sealed record ModelDeployment
{
    /// <summary>The model's name: letters, digits, dots, hyphens and underscores, at most 64.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The version; it belongs to one file for ever.</summary>
    [Id(1)]
    public required string Version { get; init; }

    /// <summary>Path of the GGUF file on the silos.</summary>
    [Id(2)]
    public required string Path { get; init; }

    /// <summary>How many replicas, 1 to 64.</summary>
    [Id(3)]
    public int Replicas { get; init; } = 1;

    /// <summary>Bounds of each replica's engine.</summary>
    [Id(4)]
    public EngineSettings Engine { get; init; } = new();
}
