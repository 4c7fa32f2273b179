using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class DrawTests
{
    [Fact]
    public void Uniform_ManyDraws_EvenOverTheUnitInterval()
    {
        var draws = Enumerable.Range(0, 100_000).Select(index => Draw.Uniform(12345, index)).ToList();

        draws.ShouldAllBe(draw => draw >= 0 && draw < 1);
        draws.Average().ShouldBe(0.5, 0.005);
        foreach (var count in draws.CountBy(draw => (int)(draw * 10)))
        {
            count.Value.ShouldBeInRange(9_500, 10_500);
        }
    }

    [Fact]
    public void Uniform_NeighbouringSeeds_Unrelated()
    {
        var near = Enumerable.Range(0, 1000).Count(seed => Math.Abs(Draw.Uniform((ulong)seed, 0) - Draw.Uniform((ulong)seed + 1, 0)) < 0.1);

        near.ShouldBeInRange(100, 300); // 0.19 of all by chance.
    }

    [Fact]
    public void Uniform_SameSeedAndIndex_TheNumberOfEveryRelease() =>
        Draw.Uniform(0, 0).ShouldBe((0xE220A8397B1DCDAF >> 11) * Math.Pow(2, -53)); // SplitMix64's first number for seed 0.
}
