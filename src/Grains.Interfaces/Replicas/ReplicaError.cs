namespace LlmGateway.Grains.Replicas;

/// <summary>Why a replica could not do what was asked.</summary>
/// <param name="Code">The kind of reason.</param>
/// <param name="Message">What happened and what to change, fit to be shown to a user.</param>
[GenerateSerializer, Immutable, Alias("llmgw.replica-error")]
public sealed record ReplicaError(ReplicaErrorCode Code, string Message);
