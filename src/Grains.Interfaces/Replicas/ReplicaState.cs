namespace LlmGateway.Grains.Replicas;

/// <summary>What a replica can do now.</summary>
[GenerateSerializer, Alias("llmgw.replica-state")]
public enum ReplicaState
{
    /// <summary>It has nothing loaded.</summary>
    Stopped = 0,

    /// <summary>It is loading its model, for the first time or after its worker was lost.</summary>
    Loading = 1,

    /// <summary>It answers requests.</summary>
    Ready = 2,

    /// <summary>The model can't be loaded; it is tried again about every minute.</summary>
    Failed = 3,
}
