using LlmGateway.Grains.Models;

namespace LlmGateway.Grains.Replicas;

/// <summary>What a replica loads.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Path">Path of the GGUF file on the silo.</param>
/// <param name="Engine">Bounds of the engine.</param>
[GenerateSerializer, Immutable, Alias("llmgw.replica-settings")]
public sealed record ReplicaSettings(string Model, string Path, EngineSettings Engine);
