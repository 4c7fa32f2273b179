namespace LlmGateway.Grains.RateLimits;

/// <summary>One budget and what is spent of it. Not thread-safe.</summary>
/// <param name="budget">The budget.</param>
internal sealed class BudgetMeter(Budget budget)
{
    private const string Scope = "this tenant";
    private long _reserved;
    private double _warnedAt;

    public Budget Budget => budget;

    /// <summary>Start of the period that is counted.</summary>
    public DateTimeOffset PeriodStart { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Spent in the period.</summary>
    public long Spent { get; private set; }

    /// <summary>Start of the period that holds a moment.</summary>
    public DateTimeOffset StartOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return budget.Period == BudgetPeriod.Day
            ? new DateTimeOffset(utc.Date, TimeSpan.Zero)
            : new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>Begins with what the ledger says was spent in a period.</summary>
    public void Begin(DateTimeOffset periodStart, long spent) => (PeriodStart, Spent) = (periodStart, spent);

    /// <summary>Goes over to the current period. A clock that was put back never opens an earlier one again.</summary>
    public void Advance(DateTimeOffset now)
    {
        var start = StartOf(now);
        if (start > PeriodStart)
        {
            (PeriodStart, Spent, _warnedAt) = (start, 0, 0);
        }
    }

    /// <summary>What can still be reserved; negative if more than the budget is spent.</summary>
    public long Left => budget.Hard ? budget.AmountMicros - Spent - _reserved : long.MaxValue;

    /// <summary>Why a cost can't be reserved, or null.</summary>
    public AdmissionDenial? Check(long cost) => cost <= Left || cost == 0
        ? null
        : new AdmissionDenial(LimitKind.Budget, Scope, budget.AmountMicros, Spent + _reserved, cost, null);

    public void Reserve(long cost) => _reserved += cost;

    /// <summary>Gives a reservation back and books the cost into the period of the request.</summary>
    /// <returns>The highest share that was newly reached of those to warn at, or null.</returns>
    public double? Settle(DateTimeOffset at, long reserved, long cost)
    {
        _reserved -= reserved;
        if (at < PeriodStart)
        {
            return null; // It belongs to the period before.
        }

        Spent += cost;
        double? reached = null;
        foreach (var share in budget.AlertAt)
        {
            if (share > _warnedAt && Spent >= share * budget.AmountMicros)
            {
                reached = Math.Max(reached ?? 0, share);
            }
        }

        _warnedAt = reached ?? _warnedAt;
        return reached;
    }

    public BudgetStatus Status => new(budget, PeriodStart, Spent, _reserved);
}
