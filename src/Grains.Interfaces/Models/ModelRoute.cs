using System.Collections.Immutable;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Upstreams;

namespace LlmGateway.Grains.Models;

/// <summary>One model in the route table.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.model-route")]
public sealed record ModelRoute
{
    /// <summary>The model's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The version that is served.</summary>
    [Id(1)]
    public required string Version { get; init; }

    /// <summary>When the version was deployed.</summary>
    [Id(2)]
    public DateTimeOffset DeployedAt { get; init; }

    /// <summary>All wanted replicas, whatever their state.</summary>
    [Id(3)]
    public ImmutableArray<ReplicaStatus> Replicas { get; init; } = [];

    /// <summary>Grows with each change of the model: of two routes the higher one is the newer.</summary>
    [Id(4)]
    public long Revision { get; init; }

    /// <summary>Upstreams that answer where no replica can.</summary>
    [Id(5)]
    public ImmutableArray<Upstream> Upstreams { get; init; } = [];

    /// <summary>Whether anything can answer.</summary>
    public bool IsReady => Upstreams.Length > 0 || Replicas.Any(replica => replica.State == ReplicaState.Ready);

    /// <summary>Name and version, <c>name@version</c>.</summary>
    public string FullName => $"{Name}@{Version}";
}
