namespace LlmGateway.Grains.Keys;

/// <summary>The key that a secret belongs to.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="TenantId">Its tenant.</param>
[GenerateSerializer, Immutable, Alias("llmgw.key-owner")]
public sealed record KeyOwner(string KeyId, string TenantId);
