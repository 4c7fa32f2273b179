using System.Collections.Immutable;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Tests.RateLimits;

public sealed class AccountsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly SiloAddress Silo = SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 1);
    private int _requests;

    [Fact]
    public void Admit_RequestsUpToTheLimit_ThenDeniedUntilTheMinuteIsOver()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { RequestsPerMinute = 2 } });

        Admit(accounts, 5).Denial.ShouldBeNull();
        Admit(accounts, 30).Denial.ShouldBeNull();
        var denial = Admit(accounts, 31).Denial.ShouldNotBeNull();
        Admit(accounts, 65).Denial.ShouldNotBeNull();
        Admit(accounts, 66).Denial.ShouldBeNull();

        denial.Kind.ShouldBe(LimitKind.Requests);
        denial.RetryAfter.ShouldBe(TimeSpan.FromSeconds(35));
    }

    [Fact]
    public void Admit_Denied_ReservesNothingAnywhere()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 1000 }, Keys = { ["key"] = new UsageLimits { RequestsPerMinute = 0 } } });

        Admit(accounts, 0, prompt: 10, fresh: 10).Denial.ShouldNotBeNull().Scope.ShouldBe("this API key");

        Admit(accounts, 0, key: "other", prompt: 500, fresh: 500).Denial.ShouldBeNull();
    }

    [Fact]
    public void Admit_OfAKeyAndAModel_CountsInEveryScope()
    {
        RateLimitState state = new()
        {
            Tenant = new() { RequestsPerMinute = 100, Models = Model("small", new() { RequestsPerMinute = 2 }) },
            Keys = { ["key"] = new UsageLimits { RequestsPerMinute = 3 } },
        };
        Accounts accounts = new(state);

        Admit(accounts, 0).Requests.ShouldNotBeNull().ShouldBe(new LimitStatus(2, 1, TimeSpan.FromSeconds(61)));
        Admit(accounts, 0).Denial.ShouldBeNull();
        Admit(accounts, 0).Denial.ShouldNotBeNull().Scope.ShouldBe("this tenant and the model 'small'");
        Admit(accounts, 0, model: "large").Denial.ShouldBeNull();
        Admit(accounts, 0, model: "large").Denial.ShouldNotBeNull().Scope.ShouldBe("this API key");
    }

    [Fact]
    public void Settle_GivesBackWhatWasNotUsed()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 100 } });
        Admit(accounts, 0, prompt: 40, fresh: 60, id: "one").Tokens.ShouldNotBeNull().Remaining.ShouldBe(0);

        accounts.Settle(new Settlement("one", 30, 0), 1);

        Admit(accounts, 1, prompt: 10, fresh: 60).Denial.ShouldBeNull();
        Admit(accounts, 1, prompt: 1, fresh: 0).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Tokens);
    }

    [Fact]
    public void Settle_Twice_CountsOnce()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 100, ConcurrentRequests = 1 } });
        Admit(accounts, 0, prompt: 50, fresh: 50, id: "one");

        accounts.Settle(new Settlement("one", 100, 0), 0);
        accounts.Settle(new Settlement("one", 0, 0), 0);

        Admit(accounts, 0, prompt: 1).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Tokens);
    }

    [Fact]
    public void Settle_MoreThanWasReserved_IsOwedByTheMinute()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 100 } });
        Admit(accounts, 0, prompt: 10, fresh: 10, id: "one");

        accounts.Settle(new Settlement("one", 150, 0), 1);

        Admit(accounts, 60, prompt: 1).Denial.ShouldNotBeNull();
        Admit(accounts, 61, prompt: 1).Denial.ShouldBeNull();
    }

    [Fact]
    public void Admit_TheSameRequestAgain_ReservesOnce()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { RequestsPerMinute = 1 } });

        Admit(accounts, 0, id: "one").Denial.ShouldBeNull();
        Admit(accounts, 0, id: "one").Denial.ShouldBeNull();
        Admit(accounts, 0, id: "two").Denial.ShouldNotBeNull();
    }

    [Fact]
    public void Admit_ConcurrentRequests_FreedBySettling()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { ConcurrentRequests = 1 } });
        Admit(accounts, 0, id: "one").Denial.ShouldBeNull();
        Admit(accounts, 0).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Concurrency);

        accounts.Settle(new Settlement("one", 0, 0), 0);

        Admit(accounts, 0).Denial.ShouldBeNull();
    }

    [Fact]
    public void Release_GivesBackAllThatALostSiloHadOpen()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { ConcurrentRequests = 2, RequestsPerMinute = 3 } });
        Admit(accounts, 0);
        Admit(accounts, 0);

        accounts.Release(Silo, 1);

        Admit(accounts, 1).Denial.ShouldBeNull();
        // They were admitted all the same.
        Admit(accounts, 1).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Requests);
    }

    [Fact]
    public void Admit_TooLargeForTheLimit_IsToldNeverToComeBack()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 100 } });

        Admit(accounts, 0, prompt: 90, fresh: 11).Denial.ShouldNotBeNull().RetryAfter.ShouldBeNull();
    }

    [Fact]
    public void Admit_WithoutAWishedLength_TakesAShareOfWhatIsLeft()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { TokensPerMinute = 1000 } });

        var first = Admit(accounts, 0, prompt: 100, fresh: 8000, least: 16);
        var second = Admit(accounts, 0, prompt: 100, fresh: 8000, least: 16);

        first.Denial.ShouldBeNull();
        second.Denial.ShouldBeNull();
        first.NewTokens.ShouldBe(225);
        second.NewTokens.ShouldBe(143);
    }

    [Fact]
    public void Budget_Hard_NeverReservesMoreThanIsLeft()
    {
        Accounts accounts = new(State(new Budget { Period = BudgetPeriod.Day, AmountMicros = 1000, Hard = true }));

        // A million tokens cost 100 currency units: one token is 100 millionths.
        Admit(accounts, 0, prompt: 3, fresh: 2, price: 100_000_000, id: "one").Denial.ShouldBeNull();
        var denial = Admit(accounts, 0, prompt: 3, fresh: 3, price: 100_000_000).Denial.ShouldNotBeNull();
        accounts.Settle(new Settlement("one", 4, 400), 0);

        denial.ShouldBe(new AdmissionDenial(LimitKind.Budget, "this tenant", 1000, 500, 600, null));
        Admit(accounts, 0, prompt: 3, fresh: 3, price: 100_000_000).Denial.ShouldBeNull();
        accounts.Budgets[0].Spent.ShouldBe(400);
    }

    [Fact]
    public void Budget_Soft_OnlyWarns()
    {
        Accounts accounts = new(State(new Budget { Period = BudgetPeriod.Day, AmountMicros = 1000, AlertAt = [0.5, 1] }));
        Admit(accounts, 0, prompt: 50, price: 100_000_000, id: "one").Denial.ShouldBeNull();

        accounts.Settle(new Settlement("one", 50, 5000), 0).ShouldNotBeNull().Share.ShouldBe(1);
        Admit(accounts, 0, prompt: 50, price: 100_000_000, id: "two").Denial.ShouldBeNull();
        accounts.Settle(new Settlement("two", 50, 5000), 0).ShouldBeNull();
    }

    [Fact]
    public void Budget_ANewDay_BeginsAtZero_AndAClockPutBackDoesNotReturn()
    {
        Accounts accounts = new(State(new Budget { Period = BudgetPeriod.Day, AmountMicros = 100, Hard = true }));
        Admit(accounts, 0, prompt: 1, price: 100_000_000, id: "one");
        accounts.Settle(new Settlement("one", 1, 100), 0);
        Admit(accounts, 0, prompt: 1, price: 100_000_000).Denial.ShouldNotBeNull();

        Admit(accounts, 0, prompt: 1, price: 100_000_000, now: Noon.AddDays(1), id: "two").Denial.ShouldBeNull();
        accounts.Settle(new Settlement("two", 1, 100), 0);

        Admit(accounts, 0, prompt: 1, price: 100_000_000, now: Noon).Denial.ShouldNotBeNull();
        Admit(accounts, 0, prompt: 1, price: 100_000_000, now: Noon.AddDays(1)).Denial.ShouldNotBeNull();
    }

    [Fact]
    public void Budget_ARequestOfYesterday_IsNotBookedIntoToday()
    {
        Accounts accounts = new(State(new Budget { Period = BudgetPeriod.Day, AmountMicros = 1000, Hard = true }));
        Admit(accounts, 0, prompt: 1, price: 100_000_000, id: "late");
        accounts.Budgets[0].Advance(Noon.AddDays(1));

        accounts.Settle(new Settlement("late", 1, 100), 0);

        accounts.Budgets[0].Status.ShouldBe(new BudgetStatus(accounts.Budgets[0].Budget, Noon.AddDays(1).Subtract(TimeSpan.FromHours(12)), 0, 0));
    }

    [Fact]
    public void Restore_FromLedgerAndSilos_ContinuesTheMinute()
    {
        Accounts accounts = new(new RateLimitState { Tenant = new() { RequestsPerMinute = 3, ConcurrentRequests = 1 } });
        accounts.Restore(new RecentUse(0, "key", "small", 1, 10), 0, -30);
        accounts.Restore(new OpenReservation(Request("open"), 0), 0, -5);

        Admit(accounts, 0).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Concurrency);
        accounts.Settle(new Settlement("open", 0, 0), 0);
        Admit(accounts, 0, id: "mine").Denial.ShouldBeNull();
        accounts.Settle(new Settlement("mine", 0, 0), 0);

        Admit(accounts, 30).Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Requests);
        Admit(accounts, 31).Denial.ShouldBeNull();
    }

    private AdmissionDecision Admit(
        Accounts accounts, long second, string key = "key", string model = "small", long prompt = 0, long fresh = 0, long? least = null, long price = 0, DateTimeOffset? now = null, string? id = null) =>
        accounts.Admit(
            Request(id ?? $"request-{_requests++}") with
            {
                KeyId = key,
                Model = model,
                PromptTokens = prompt,
                NewTokens = fresh,
                LeastNewTokens = least,
                InputPrice = price,
                OutputPrice = price,
                At = now ?? Noon,
            },
            second,
            now ?? Noon);

    private static AdmissionRequest Request(string id) => new() { RequestId = id, KeyId = "key", Model = "small", Silo = Silo, At = Noon };

    private static RateLimitState State(Budget budget)
    {
        RateLimitState state = new() { Budgets = [budget] };
        return state;
    }

    private static ImmutableDictionary<string, UsageLimits> Model(string name, UsageLimits limits) => ImmutableDictionary<string, UsageLimits>.Empty.Add(name, limits);
}
