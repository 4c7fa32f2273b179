namespace LlmGateway.Grains.Replicas;

/// <summary>A value, or the reason why there is none.</summary>
/// <param name="Value">The value; null if there is an error.</param>
/// <param name="Error">The reason; null if there is a value.</param>
[GenerateSerializer, Immutable, Alias("llmgw.replica-result`1")]
public sealed record ReplicaResult<T>(T? Value, ReplicaError? Error)
    where T : class;
