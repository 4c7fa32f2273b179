namespace LlmGateway.Grains.RateLimits;

/// <summary>How long a budget lasts.</summary>
[GenerateSerializer, Alias("llmgw.budget-period")]
public enum BudgetPeriod
{
    /// <summary>From midnight to midnight, UTC.</summary>
    Day = 0,

    /// <summary>From the first of a month to the next, UTC.</summary>
    Month = 1,
}
