using System.Collections.Immutable;
using LlmGateway.Storage;

namespace LlmGateway.Grains.RateLimits;

/// <summary>All that one tenant's limiter counts with: meters by key and model, budgets, and what is reserved. Not thread-safe.</summary>
internal sealed class Accounts
{
    // The meters that count for the request at hand; used within one call, which no other interrupts.
    [ThreadStatic]
    private static List<LimitMeter>? s_scopes;

    private readonly BudgetMeter[] _budgets;
    private LimitMeter? _tenant;
    private Dictionary<(string? Key, string? Model), LimitMeter>? _others;
    private Dictionary<string, Held>? _open;

    public Accounts(RateLimitState settings)
    {
        AddMeters(null, settings.Tenant);
        foreach (var (key, limits) in settings.Keys)
        {
            AddMeters(key, limits);
        }

        _budgets = settings.Budgets.IsEmpty ? [] : [.. settings.Budgets.Select(budget => new BudgetMeter(budget))];
    }

    public IReadOnlyList<BudgetMeter> Budgets => _budgets;

    /// <summary>Whether minute limits need the ledger's last minute.</summary>
    public bool HasMeters => _tenant is not null || _others is not null;

    /// <summary>What is reserved for open requests.</summary>
    public IEnumerable<OpenReservation> Open => _open?.Values.Select(held => held.Reservation) ?? [];

    /// <summary>Silos that have requests open.</summary>
    public IEnumerable<SiloAddress> Silos => _open?.Values.Select(held => held.Reservation.Request.Silo).Distinct() ?? [];

    private static List<LimitMeter> Scopes => s_scopes ??= new(4);

    /// <summary>Whether nothing is limited: then nothing is remembered either.</summary>
    public bool LimitsNothing => !HasMeters && _budgets.Length == 0;

    public AdmissionDecision Admit(AdmissionRequest request, long second, DateTimeOffset now)
    {
        var newTokens = request.NewTokens;
        if (LimitsNothing)
        {
            return new AdmissionDecision { NewTokens = newTokens };
        }

        if (_open is not null && _open.TryGetValue(request.RequestId, out var known))
        {
            newTokens = known.Reservation.NewTokens; // Asked again, since the first answer was lost.
        }
        else
        {
            Find(request.KeyId, request.Model);
            newTokens = Fit(request, second, now);
            if (Check(request, newTokens, second) is { } denial)
            {
                return Decide(second, newTokens) with { Denial = denial };
            }

            Hold(new OpenReservation(request, newTokens), second, second);
        }

        Find(request.KeyId, request.Model);
        return Decide(second, newTokens);
    }

    /// <summary>Takes a reservation over that was made before: from a silo that has the request open.</summary>
    public void Restore(OpenReservation reservation, long now, long second) => Hold(reservation, now, second);

    /// <summary>Counts what the ledger has.</summary>
    public void Restore(RecentUse use, long now, long second)
    {
        Find(use.KeyId, use.Model);
        foreach (var meter in Scopes)
        {
            meter.Use(now, second, use.Requests, use.Tokens);
        }
    }

    /// <returns>A budget that has newly reached a share to warn at.</returns>
    public (Budget Budget, double Share)? Settle(Settlement settlement, long now)
    {
        if (_open is null || !_open.Remove(settlement.RequestId, out var held))
        {
            return null;
        }

        _open = _open.Count == 0 ? null : _open; // A tenant that waits costs no memory for it.

        var request = held.Reservation.Request;
        Find(request.KeyId, request.Model);
        foreach (var meter in Scopes)
        {
            meter.Use(now, held.Second, 0, settlement.Tokens - held.Reservation.Tokens);
            meter.Close();
        }

        (Budget, double)? warning = null;
        foreach (var budget in _budgets)
        {
            if (budget.Settle(request.At, held.Reservation.CostMicros, settlement.CostMicros) is { } share)
            {
                warning = (budget.Budget, share);
            }
        }

        return warning;
    }

    /// <summary>Gives back what a lost silo had reserved: nobody will settle it.</summary>
    public void Release(SiloAddress silo, long now)
    {
        foreach (var id in _open?.Where(open => open.Value.Reservation.Request.Silo.Equals(silo)).Select(open => open.Key).ToList() ?? [])
        {
            Settle(new Settlement(id, 0, 0), now);
        }
    }

    private void AddMeters(string? key, UsageLimits limits)
    {
        var owner = key is null ? "this tenant" : "this API key";
        if (limits is not { RequestsPerMinute: null, TokensPerMinute: null, ConcurrentRequests: null })
        {
            Add(null, new LimitMeter(owner, limits));
        }

        foreach (var (model, modelLimits) in limits.Models ?? ImmutableDictionary<string, UsageLimits>.Empty)
        {
            Add(model, new LimitMeter($"{owner} and the model '{model}'", modelLimits));
        }

        void Add(string? model, LimitMeter meter)
        {
            if (key is null && model is null)
            {
                _tenant = meter;
            }
            else
            {
                (_others ??= []).Add((key, model), meter);
            }
        }
    }

    private void Find(string key, string model)
    {
        var scopes = Scopes;
        scopes.Clear();
        if (_tenant is not null)
        {
            scopes.Add(_tenant);
        }

        if (_others is null)
        {
            return;
        }

        Add(null, model);
        Add(key, null);
        Add(key, model);

        void Add(string? key, string? model)
        {
            if (_others.TryGetValue((key, model), out var meter))
            {
                scopes.Add(meter);
            }
        }
    }

    // A client that names no number of tokens gets a share of what limits and budgets leave.
    private long Fit(AdmissionRequest request, long second, DateTimeOffset now)
    {
        foreach (var budget in _budgets)
        {
            budget.Advance(now);
        }

        if (request.LeastNewTokens is not { } least)
        {
            return request.NewTokens;
        }

        var fit = request.NewTokens;
        foreach (var meter in Scopes)
        {
            fit = Math.Min(fit, ShareOf(meter.TokensLeft(second) - request.PromptTokens));
        }

        foreach (var budget in _budgets)
        {
            if (budget.Left != long.MaxValue && request.OutputPrice > 0)
            {
                var money = (Int128)budget.Left * 1_000_000 - (Int128)request.PromptTokens * request.InputPrice;
                fit = Math.Min(fit, ShareOf((long)Int128.Clamp(money / request.OutputPrice, long.MinValue, long.MaxValue)));
            }
        }

        return Math.Max(fit, Math.Min(least, request.NewTokens));
    }

    // Not all of it, so that the tenant's next requests find something too.
    private static long ShareOf(long left) => left / 4;

    private AdmissionDenial? Check(AdmissionRequest request, long newTokens, long second)
    {
        var reservation = Prices.Price.Cost(request.PromptTokens, request.InputPrice, newTokens, request.OutputPrice);
        foreach (var budget in _budgets)
        {
            if (budget.Check(reservation) is { } spent)
            {
                return spent;
            }
        }

        AdmissionDenial? denial = null;
        foreach (var meter in Scopes)
        {
            // Of several limits the one that lasts longest is told.
            if (meter.Check(second, request.PromptTokens + newTokens) is { } found && (denial is null || found.RetryAfter is null || found.RetryAfter > denial.RetryAfter))
            {
                denial = found;
            }
        }

        return denial;
    }

    private void Hold(OpenReservation reservation, long now, long second)
    {
        var request = reservation.Request;
        if (LimitsNothing || !(_open ??= new(StringComparer.Ordinal)).TryAdd(request.RequestId, new Held(reservation, second)))
        {
            return;
        }

        Find(request.KeyId, request.Model);
        foreach (var meter in Scopes)
        {
            meter.Use(now, second, 1, reservation.Tokens);
            meter.Open();
        }

        foreach (var budget in _budgets)
        {
            budget.Reserve(reservation.CostMicros);
        }
    }

    private static AdmissionDecision Decide(long second, long newTokens)
    {
        LimitStatus? requests = null, tokens = null;
        foreach (var meter in Scopes)
        {
            requests = Tighter(requests, meter.Requests(second));
            tokens = Tighter(tokens, meter.Tokens(second));
        }

        return new AdmissionDecision { NewTokens = newTokens, Requests = requests, Tokens = tokens };
    }

    private static LimitStatus? Tighter(LimitStatus? one, LimitStatus? other) => one is null || other?.Remaining < one.Value.Remaining ? other ?? one : one;

    private readonly record struct Held(OpenReservation Reservation, long Second);
}
