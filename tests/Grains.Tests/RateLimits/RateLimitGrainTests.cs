using LlmGateway.Grains.RateLimits;

namespace LlmGateway.Grains.Tests.RateLimits;

public sealed class RateLimitGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Forgotten_WithRequestsOpenOnTwoSilos_ContinuesTheMinuteExactly()
    {
        LimiterUnderTest limiter = new(cluster);
        await limiter.Grain.SetLimitsAsync(null, new UsageLimits { RequestsPerMinute = 10, TokensPerMinute = 1000, ConcurrentRequests = 5 });
        await limiter.SettleAsync((await limiter.AdmitAsync(0, 100)).Request);
        await limiter.SettleAsync((await limiter.AdmitAsync(1, 100)).Request);
        var open = new[] { (await limiter.AdmitAsync(0, 200)).Request, (await limiter.AdmitAsync(1, 200)).Request };

        await limiter.ForgetAsync();

        var (next, decision) = await limiter.AdmitAsync();
        decision.Requests.ShouldNotBeNull().Remaining.ShouldBe(5);
        decision.Tokens.ShouldNotBeNull().Remaining.ShouldBe(1000 - 100 - 100 - 200 - 200 - 10);
        (await limiter.CountAsync(3, 1)).ShouldBe(2); // Five at once, and three were open.
        await limiter.SettleAsync(open[0]);
        await limiter.SettleAsync(open[1]);
        await limiter.SettleAsync(next);
        (await limiter.CountAsync(10, 1)).ShouldBe(3); // Ten in the minute; five at once would allow no more than three either.
        (await limiter.AdmitAsync()).Decision.Denial.ShouldNotBeNull();
    }

    [Fact]
    public async Task Forgotten_WithABudget_KnowsWhatIsSpentAndReserved()
    {
        LimiterUnderTest limiter = new(cluster);
        await limiter.Grain.SetBudgetsAsync([new Budget { Period = BudgetPeriod.Day, AmountMicros = 1000, Hard = true }]);
        await limiter.SettleAsync((await limiter.AdmitAsync(0, 300)).Request);
        var open = (await limiter.AdmitAsync(1, 300)).Request;

        await limiter.ForgetAsync();

        var status = (await limiter.Grain.GetBudgetsAsync()).ShouldHaveSingleItem();
        (status.SpentMicros, status.ReservedMicros).ShouldBe((300, 300));
        (await limiter.AdmitAsync(0, 401)).Decision.Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Budget);
        await limiter.SettleAsync(open);
        (await limiter.AdmitAsync(0, 400)).Decision.Denial.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_Stopped_GivesBackWhatItHadReserved(bool moved)
    {
        await using GrainCluster own = new();
        await own.InitializeAsync();
        LimiterUnderTest limiter = new(own);
        await limiter.Grain.SetLimitsAsync(null, new UsageLimits { ConcurrentRequests = 2 });
        await limiter.AdmitAsync(1);
        await limiter.AdmitAsync(1);
        (await limiter.AdmitAsync()).Decision.Denial.ShouldNotBeNull();

        if (moved)
        {
            await limiter.ForgetAsync();
            (await limiter.AdmitAsync()).Decision.Denial.ShouldNotBeNull();
        }

        await own.StopSiloAsync(1);

        using CancellationTokenSource limit = new(GrainCluster.Timeout);
        while ((await limiter.AdmitAsync()).Decision.Denial is not null)
        {
            await Task.Delay(20, limit.Token); // Until the other silo has heard of it.
        }

        (await limiter.AdmitAsync()).Decision.Denial.ShouldBeNull();
        (await limiter.AdmitAsync()).Decision.Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Concurrency);
    }
}
