using LlmGateway.Grains.Upstreams;

namespace LlmGateway.Grains.Models;

/// <summary>What the catalogue stores.</summary>
[GenerateSerializer, Alias("llmgw.model-catalog-state")]
internal sealed record ModelCatalogState
{
    /// <summary>Names of all deployed models.</summary>
    [Id(0)]
    public HashSet<string> Deployed { get; init; } = [];

    /// <summary>Those of them that the configuration named at the last start.</summary>
    [Id(1)]
    public HashSet<string> Configured { get; init; } = [];

    /// <summary>Upstreams by name.</summary>
    [Id(2)]
    public Dictionary<string, Upstream> Upstreams { get; init; } = [];
}
