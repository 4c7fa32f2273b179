namespace LlmGateway.Grains.Keys;

/// <summary>A secret that a key has.</summary>
/// <param name="Hash">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="EndsAt">From when on it is refused; null for the newest one.</param>
[GenerateSerializer, Immutable, Alias("llmgw.live-secret")]
internal sealed record LiveSecret(string Hash, DateTimeOffset? EndsAt);
