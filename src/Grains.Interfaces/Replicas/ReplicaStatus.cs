namespace LlmGateway.Grains.Replicas;

/// <summary>How a replica is.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.replica-status")]
public sealed record ReplicaStatus
{
    /// <summary>The replica's key, <c>model@version/ordinal</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>What it can do now.</summary>
    [Id(1)]
    public ReplicaState State { get; init; }

    /// <summary>Why it can do nothing, if so.</summary>
    [Id(2)]
    public string? Error { get; init; }

    /// <summary>The loaded model; null unless ready.</summary>
    [Id(3)]
    public LoadedModelInfo? Model { get; init; }

    /// <summary>Process that computes; null unless ready.</summary>
    [Id(4)]
    public int? ProcessId { get; init; }

    /// <summary>Grows with each change of the replica: of two statuses the higher one is the newer.</summary>
    [Id(5)]
    public long Revision { get; init; }
}
