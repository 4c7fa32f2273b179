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
