namespace LlmGateway.Grains.RateLimits;

/// <summary>How a limit stands after the decision.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Remaining">What is left of it.</param>
/// <param name="Reset">When all of it is available again if nothing more is asked for.</param>
[GenerateSerializer, Immutable, Alias("llmgw.limit-status")]
public readonly record struct LimitStatus(long Limit, long Remaining, TimeSpan Reset);
