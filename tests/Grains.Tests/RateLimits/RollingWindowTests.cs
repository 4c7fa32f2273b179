using CsCheck;
using LlmGateway.Grains.RateLimits;

namespace LlmGateway.Grains.Tests.RateLimits;

public sealed class RollingWindowTests
{
    [Fact]
    public void Total_CountsTheLast60SecondsAndTheCurrentOne()
    {
        RollingWindow window = new();
        window.Add(100, 100, 5);

        window.Total(160).ShouldBe(5);
        window.Total(161).ShouldBe(0);
    }

    [Fact]
    public void Add_ToAnEarlierSecond_LeavesWithIt()
    {
        RollingWindow window = new();
        window.Add(100, 70, 3);

        window.Total(130).ShouldBe(3);
        window.Total(131).ShouldBe(0);
    }

    [Fact]
    public void Add_ToASecondThatIsGone_DoesNothing()
    {
        RollingWindow window = new();
        window.Add(100, 39, 3);

        window.Total(100).ShouldBe(0);
    }

    [Fact]
    public void Add_BeforeTheClockStarted_Counts()
    {
        RollingWindow window = new();
        window.Add(0, -20, 3);

        window.Total(40).ShouldBe(3);
        window.Total(41).ShouldBe(0);
    }

    [Fact]
    public void SecondsUntilFreed_TellsWhenSoMuchIsGivenBack()
    {
        RollingWindow window = new();
        window.Add(10, 10, 4);
        window.Add(20, 20, 6);

        window.SecondsUntilFreed(20, 4).ShouldBe(51);
        window.SecondsUntilFreed(20, 5).ShouldBe(61);
    }

    [Fact]
    public void AnyUses_SumOfTheLast61Seconds() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 80], Gen.Int[-5, 20]).Array[1, 200].Sample(
            uses =>
            {
                RollingWindow window = new();
                Dictionary<long, long> used = [];
                long now = 0;
                foreach (var (pause, age, amount) in uses)
                {
                    now += pause / 10 * pause / 4;
                    window.Add(now, now - age, amount);
                    used[now - age] = age <= 60 ? Math.Max(0, used.GetValueOrDefault(now - age) + amount) : used.GetValueOrDefault(now - age);
                    if (window.Total(now) != used.Where(second => second.Key >= now - 60).Sum(second => second.Value))
                    {
                        return false;
                    }
                }

                return true;
            },
            iter: 2000);

    [Fact]
    public void Use_AfterADay_CountsAlone()
    {
        RollingWindow window = new();
        window.Add(10, 10, 4);
        window.Add(90_000, 90_000, 2);

        window.Total(90_000).ShouldBe(2);
        window.SecondsUntilFreed(90_010, 2).ShouldBe(51);
    }

    [Fact]
    public void AnyUse_NoSpanOf60SecondsHoldsMoreThanTheLimit() =>
        Gen.Int[0, 3000].Array[1, 400].Sample(
            moments =>
            {
                const int limit = 7;
                Array.Sort(moments);
                RollingWindow window = new();
                List<int> admitted = [];
                foreach (var tenths in moments)
                {
                    var second = tenths / 10;
                    if (window.Total(second) < limit)
                    {
                        window.Add(second, second, 1);
                        admitted.Add(tenths);
                    }
                }

                // Every span of 60 s that ends with an admission.
                return admitted.All(end => admitted.Count(moment => moment > end - 600 && moment <= end) <= limit);
            },
            iter: 300);
}
