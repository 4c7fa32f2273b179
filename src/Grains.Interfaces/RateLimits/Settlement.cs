namespace LlmGateway.Grains.RateLimits;

/// <summary>What a request did cost, in place of what was reserved for it.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Tokens">Tokens read and generated.</param>
/// <param name="CostMicros">Millionths of the currency.</param>
[GenerateSerializer, Immutable, Alias("llmgw.settlement")]
public sealed record Settlement(string RequestId, long Tokens, long CostMicros);
