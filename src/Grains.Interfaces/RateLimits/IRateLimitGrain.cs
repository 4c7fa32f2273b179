namespace LlmGateway.Grains.RateLimits;

/// <summary>All limits and budgets of one tenant and of its keys, found by <see cref="GrainKeys.GetRateLimits"/>: the one place that admits the tenant's requests.</summary>
/// <remarks>
/// A minute limit holds for every span of 60 seconds: time is counted in whole seconds and the current and the 60 before are summed, which errs to the
/// strict side by at most one. After a restart the windows are rebuilt from the ledger and from the requests that silos have open.
/// </remarks>
[Alias("llmgw.IRateLimitGrain")]
public interface IRateLimitGrain : IGrainWithStringKey
{
    /// <summary>Checks every limit and budget at once and reserves the request's worst case in all of them, or in none.</summary>
    /// <remarks>A limiter that hangs is given up after 5 s: the caller refuses the request rather than to wait with it.</remarks>
    [Alias("Admit"), ResponseTimeout("00:00:05")]
    ValueTask<AdmissionDecision> AdmitAsync(AdmissionRequest request);

    /// <summary>Replaces a reservation by what the request did cost. A second settlement changes nothing.</summary>
    [Alias("Settle"), ResponseTimeout("00:00:05")]
    ValueTask SettleAsync(Settlement settlement);

    /// <summary>The limits of the tenant, or of one of its keys.</summary>
    /// <param name="keyId">The key; null for the tenant.</param>
    [Alias("GetLimits")]
    Task<UsageLimits> GetLimitsAsync(string? keyId);

    /// <summary>Sets the limits of the tenant, or of one of its keys; they hold from the next request on and count what was used before.</summary>
    /// <param name="keyId">The key; null for the tenant.</param>
    /// <param name="limits">The limits; empty ones are forgotten.</param>
    [Alias("SetLimits")]
    Task SetLimitsAsync(string? keyId, UsageLimits limits);

    /// <summary>The tenant's budgets and how they stand.</summary>
    [Alias("GetBudgets")]
    Task<IReadOnlyList<BudgetStatus>> GetBudgetsAsync();

    /// <summary>Replaces the tenant's budgets; at most one a period.</summary>
    [Alias("SetBudgets")]
    Task SetBudgetsAsync(IReadOnlyList<Budget> budgets);
}
