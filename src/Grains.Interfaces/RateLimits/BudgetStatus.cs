namespace LlmGateway.Grains.RateLimits;

/// <summary>How a budget stands.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="PeriodStart">Start of the current day or month.</param>
/// <param name="SpentMicros">Spent since then.</param>
/// <param name="ReservedMicros">The most that open requests may still cost.</param>
[GenerateSerializer, Immutable, Alias("llmgw.budget-status")]
public sealed record BudgetStatus(Budget Budget, DateTimeOffset PeriodStart, long SpentMicros, long ReservedMicros);
