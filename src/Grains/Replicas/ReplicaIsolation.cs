namespace LlmGateway.Grains.Replicas;

/// <summary>Where a replica's engine runs.</summary>
public enum ReplicaIsolation
{
    /// <summary>In a worker process of its own, whose end harms nobody else: the default.</summary>
    Worker = 0,

    /// <summary>In the silo's process: llama.cpp's faults end the silo. For tests and trusted models.</summary>
    InProcess = 1,
}
