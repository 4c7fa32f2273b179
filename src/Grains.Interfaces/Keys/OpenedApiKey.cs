namespace LlmGateway.Grains.Keys;

/// <summary>A key as one of its secrets opens it.</summary>
/// <param name="Key">The key.</param>
/// <param name="SecretEndsAt">From when on this secret is refused, because another took its place; null for the newest one.</param>
[GenerateSerializer, Immutable, Alias("llmgw.opened-api-key")]
public sealed record OpenedApiKey(ApiKey Key, DateTimeOffset? SecretEndsAt);
