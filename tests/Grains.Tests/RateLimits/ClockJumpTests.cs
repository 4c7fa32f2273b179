using LlmGateway.Grains.RateLimits;

namespace LlmGateway.Grains.Tests.RateLimits;

/// <summary>The wall clock is put back and forward while a limiter counts.</summary>
public sealed class ClockJumpTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ShiftedTime _time = new();
    private readonly GrainCluster _cluster;
    private readonly LimiterUnderTest _limiter;

    public ClockJumpTests() => _limiter = new LimiterUnderTest(_cluster = new GrainCluster { Time = _time });

    public ValueTask InitializeAsync() => _cluster.InitializeAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(24)]
    public async Task Window_ClockJumps_AdmitsNoMoreThanItsLimit(int hours)
    {
        await _limiter.Grain.SetLimitsAsync(null, new UsageLimits { RequestsPerMinute = 5, TokensPerMinute = 50 });
        (await _limiter.CountAsync(3)).ShouldBe(3);

        _time.Shift = hours * Hour;
        (await _limiter.CountAsync(5)).ShouldBe(2);

        _time.Shift = TimeSpan.Zero;
        (await _limiter.CountAsync(5)).ShouldBe(0);
    }

    [Fact]
    public async Task Window_ClockPutBackAndTheLimiterMoved_AdmitsNoMoreThanItsLimit()
    {
        await _limiter.Grain.SetLimitsAsync(null, new UsageLimits { RequestsPerMinute = 5 });
        await _limiter.SettleAsync((await _limiter.AdmitAsync()).Request);
        (await _limiter.CountAsync(3)).ShouldBe(3);

        // By more than a window; Orleans itself starts no activation while the clock is further back than grains are kept idle.
        _time.Shift = TimeSpan.FromMinutes(-2);
        await _limiter.ForgetAsync();

        (await _limiter.CountAsync(5)).ShouldBe(1);
    }

    [Fact]
    public async Task Budget_ClockPutBack_NeverOpensAPastPeriodAgain()
    {
        await _limiter.Grain.SetBudgetsAsync([new Budget { Period = BudgetPeriod.Day, AmountMicros = 1000, Hard = true }]);
        await _limiter.SettleAsync((await _limiter.AdmitAsync(0, 900)).Request);
        _time.Shift = 24 * Hour;
        await _limiter.SettleAsync((await _limiter.AdmitAsync(0, 800)).Request);
        var today = (await _limiter.Grain.GetBudgetsAsync())[0].PeriodStart;

        _time.Shift = TimeSpan.Zero;

        (await _limiter.AdmitAsync(0, 201)).Decision.Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Budget);
        var status = (await _limiter.Grain.GetBudgetsAsync())[0];
        (status.PeriodStart, status.SpentMicros).ShouldBe((today, 800));
        await _limiter.ForgetAsync();
        (await _limiter.AdmitAsync(0, 101)).Decision.Denial.ShouldNotBeNull().Kind.ShouldBe(LimitKind.Budget);
    }
}
