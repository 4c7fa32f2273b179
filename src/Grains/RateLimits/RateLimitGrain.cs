using System.Collections.Immutable;
using LlmGateway.Grains.Silos;
using LlmGateway.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace LlmGateway.Grains.RateLimits;

[GrainType("rate-limit"), PreferLocalPlacement, CollectionAgeLimit(Minutes = 5)]
internal sealed partial class RateLimitGrain(
    [PersistentState("rate-limit")] IPersistentState<RateLimitState> state,
    LedgerReader ledger,
    SiloBroadcast silos,
    ISiloStatusOracle membership,
    TimeProvider time,
    ILogger<RateLimitGrain> logger) : Grain, IRateLimitGrain
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan LeaseCheck = TimeSpan.FromSeconds(5);
    private readonly long _started = time.GetTimestamp();
    private Accounts _accounts = new(new RateLimitState());
    private IGrainTimer? _watch;
    private long _looked = -1;

    private string Tenant => GrainKeys.NameOf(this.GetPrimaryKeyString());

    // Counted by a clock that nobody can put back.
    private long Second => (long)time.GetElapsedTime(_started).TotalSeconds;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => TakeOverAsync(cancellationToken);

    public ValueTask<AdmissionDecision> AdmitAsync(AdmissionRequest request)
    {
        Watch(request.Silo);
        var decision = _accounts.Admit(request, Second, time.GetUtcNow());

        // Nobody is turned away for what a lost silo held.
        return ValueTask.FromResult(decision.Denial is not null && ReleaseLost() ? _accounts.Admit(request, Second, time.GetUtcNow()) : decision);
    }

    public ValueTask SettleAsync(Settlement settlement)
    {
        if (_accounts.Settle(settlement, Second) is { } warning)
        {
            LogBudget(Tenant, warning.Share * 100, warning.Budget.Period);
        }

        return ValueTask.CompletedTask;
    }

    public Task<UsageLimits> GetLimitsAsync(string? keyId) =>
        Task.FromResult(keyId is null ? state.State.Tenant : state.State.Keys.GetValueOrDefault(keyId) ?? UsageLimits.None);

    public Task SetLimitsAsync(string? keyId, UsageLimits limits)
    {
        if (keyId is null)
        {
            state.State.Tenant = limits;
        }
        else if (limits.IsEmpty)
        {
            state.State.Keys.Remove(keyId);
        }
        else
        {
            state.State.Keys[keyId] = limits;
        }

        return ApplyAsync();
    }

    public Task<IReadOnlyList<BudgetStatus>> GetBudgetsAsync()
    {
        foreach (var budget in _accounts.Budgets)
        {
            budget.Advance(time.GetUtcNow());
        }

        return Task.FromResult<IReadOnlyList<BudgetStatus>>([.. _accounts.Budgets.Select(budget => budget.Status)]);
    }

    public Task SetBudgetsAsync(IReadOnlyList<Budget> budgets)
    {
        state.State.Budgets = [.. budgets];
        return ApplyAsync();
    }

    // No request is admitted or settled in between: the grain takes one call at a time. So what it holds is what is open, unless it held nothing.
    private async Task ApplyAsync()
    {
        await state.WriteStateAsync();
        await (_accounts.LimitsNothing ? TakeOverAsync(CancellationToken.None) : RebuildAsync([.. _accounts.Open], CancellationToken.None));
    }

    // From what silos have open. If one of them can't be asked, nothing is admitted.
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        var open = await AskForOpenAsync(cancellationToken);
        await RebuildAsync(open, cancellationToken);

        // A silo takes a request off its table after its settlement: one that was settled just before may have been on it still.
        if (open.Count > 0 && !_accounts.LimitsNothing)
        {
            var taken = open.Select(reservation => reservation.Request.RequestId).ToHashSet(StringComparer.Ordinal);
            this.RegisterGrainTimer(DropSettledAsync, taken, new GrainTimerCreationOptions(LeaseCheck, Timeout.InfiniteTimeSpan));
        }
    }

    // Of what was taken over, what no silo has open any more and nobody has settled here was settled before: the ledger has it.
    private async Task DropSettledAsync(HashSet<string> taken, CancellationToken cancellationToken)
    {
        var open = (await AskForOpenAsync(cancellationToken)).Select(reservation => reservation.Request.RequestId).ToHashSet(StringComparer.Ordinal);
        var held = _accounts.Open.ToList();
        var kept = held.Where(reservation => !taken.Contains(reservation.Request.RequestId) || open.Contains(reservation.Request.RequestId)).ToList();
        if (kept.Count < held.Count)
        {
            await RebuildAsync(kept, cancellationToken);
        }
    }

    private async Task<List<OpenReservation>> AskForOpenAsync(CancellationToken cancellationToken) =>
        [.. (await silos.AskAllAsync(silo => silo.GetOpenReservationsAsync(Tenant), cancellationToken)).SelectMany(open => open)];

    // The ledger is read after the open requests were: one that ends in between is counted twice at first rather than not at all.
    private async Task RebuildAsync(List<OpenReservation> open, CancellationToken cancellationToken)
    {
        var accounts = new Accounts(state.State);
        var now = time.GetUtcNow();
        if (accounts.HasMeters)
        {
            foreach (var use in await ledger.RecentAsync(Tenant, now - Window, cancellationToken))
            {
                accounts.Restore(use, Second, SecondOf(DateTimeOffset.FromUnixTimeSeconds(use.Second + 1), now));
            }
        }

        foreach (var budget in accounts.Budgets)
        {
            var start = budget.StartOf(now);
            budget.Begin(start, await ledger.SpentAsync(Tenant, start, cancellationToken));
        }

        foreach (var reservation in open)
        {
            accounts.Restore(reservation, Second, SecondOf(reservation.Request.At, now));
            Watch(reservation.Request.Silo);
        }

        _accounts = accounts;
    }

    // A clock that was put back makes the past look like the future: then it counts as now.
    private long SecondOf(DateTimeOffset at, DateTimeOffset now) => Second - Math.Max(0, (long)(now - at).TotalSeconds);

    // This silo's own reservations end with this grain; only others' must be watched.
    private void Watch(SiloAddress silo)
    {
        if (_watch is null && !silo.Equals(membership.SiloAddress))
        {
            _watch = this.RegisterGrainTimer(
                _ =>
                {
                    ReleaseLost();
                    return Task.CompletedTask;
                },
                new GrainTimerCreationOptions(LeaseCheck, LeaseCheck));
        }
    }

    private bool ReleaseLost()
    {
        if (_watch is null || _looked == Second)
        {
            return false;
        }

        _looked = Second; // Not for each of a thousand refusals.
        var lost = _accounts.Silos.Where(membership.IsDeadSilo).ToList();
        foreach (var silo in lost)
        {
            LogLost(Tenant, silo);
            _accounts.Release(silo, Second);
        }

        return lost.Count > 0;
    }

    [LoggerMessage(LogLevel.Warning, "Tenant {Tenant} has spent {Percent} % of its {Period} budget")]
    private partial void LogBudget(string tenant, double percent, BudgetPeriod period);

    [LoggerMessage(LogLevel.Warning, "Reservations of tenant {Tenant} are given back: silo {Silo} is lost")]
    private partial void LogLost(string tenant, SiloAddress silo);
}
