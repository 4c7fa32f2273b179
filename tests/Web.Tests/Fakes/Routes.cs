using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Web.Tests.Fakes;

/// <summary>Routes and replicas in short.</summary>
internal static class Routes
{
    public static ModelRoute Model(string name, params ReplicaStatus[] replicas)
        => new() { Name = name, Version = "v1", Replicas = [.. replicas] };

    public static ReplicaStatus Ready(string device = "CPU") => new()
    {
        Id = "ready",
        State = ReplicaState.Ready,
        Model = new LoadedModelInfo
        {
            Architecture = "llama",
            ContextTokens = 8192,
            ParallelSequences = 16,
            WeightBytes = 3L << 30,
            CacheBytes = 512L << 20,
            Device = device,
        },
    };

    public static ReplicaStatus Loading() => new() { Id = "loading", State = ReplicaState.Loading };

    public static ReplicaStatus Stopped() => new() { Id = "stopped", State = ReplicaState.Stopped };

    public static ReplicaStatus Failed(string error) => new() { Id = "failed", State = ReplicaState.Failed, Error = error };
}
