namespace LlmGateway.Grains.Models;

/// <summary>What a model's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.model-state")]
internal sealed record ModelState
{
    /// <summary>What is served; null if nothing is.</summary>
    [Id(0)]
    public ModelDeployment? Deployment { get; set; }

    /// <summary>When this version was deployed.</summary>
    [Id(1)]
    public DateTimeOffset DeployedAt { get; set; }
}
