using System.Collections.Immutable;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Web.Components.Pages.Start;

/// <summary>One model as the start page shows it: its replicas taken together.</summary>
public sealed record ServedModel
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is served.</summary>
    public required string Version { get; init; }

    /// <summary>The best of its replicas' states: ready, loading, failed, stopped.</summary>
    public ReplicaState State { get; init; }

    /// <summary>Replicas that answer requests.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>Replicas that are wanted.</summary>
    public int Replicas { get; init; }

    /// <summary>What a ready replica has loaded; null if none is ready.</summary>
    public LoadedModelInfo? Loaded { get; init; }

    /// <summary>The devices that compute, each once.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Services elsewhere that answer where no replica can.</summary>
    public ImmutableArray<string> Upstreams { get; init; } = [];

    /// <summary>Why replicas can do nothing, each reason once.</summary>
    public ImmutableArray<string> Errors { get; init; } = [];

    /// <summary>Takes a model's replicas together.</summary>
    public static ServedModel From(ModelRoute route)
    {
        var ready = route.Replicas.Where(replica => replica.State == ReplicaState.Ready).ToList();
        return new ServedModel
        {
            Name = route.Name,
            Version = route.Version,
            State = route.IsReady ? ReplicaState.Ready : BestOf(route.Replicas),
            ReadyReplicas = ready.Count,
            Replicas = route.Replicas.Length,
            Loaded = ready.Select(replica => replica.Model).FirstOrDefault(model => model is not null),
            Devices = [.. ready.Select(replica => replica.Model?.Device).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Upstreams = [.. route.Upstreams.Select(upstream => upstream.Name)],
            Errors =
            [
                .. route.Replicas
                    .Where(replica => replica.State != ReplicaState.Ready && !string.IsNullOrWhiteSpace(replica.Error))
                    .Select(replica => replica.Error!)
                    .Distinct(),
            ],
        };
    }

    private static ReplicaState BestOf(ImmutableArray<ReplicaStatus> replicas)
    {
        ReadOnlySpan<ReplicaState> bestFirst = [ReplicaState.Ready, ReplicaState.Loading, ReplicaState.Failed];
        foreach (var state in bestFirst)
        {
            if (replicas.Any(replica => replica.State == state))
            {
                return state;
            }
        }

        return ReplicaState.Stopped;
    }
}
