using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class PrefixCacheTests
{
    private readonly PrefixCache _cache = new(capacityBytes: 100);

    [Fact]
    public void Find_LongestBeginningOfTheScope()
    {
        Add("a", 40, 1, 2, 3, 4);
        Add("a", 40, 1, 2, 9);

        Shared("a", 1, 2, 3, 5).ShouldBe(3);
        Shared("a", 1, 2, 9, 9).ShouldBe(3);
        Shared("a", 7).ShouldBe(0);
        Shared("b", 1, 2, 3, 4).ShouldBe(0);
    }

    [Fact]
    public void Add_LongerOne_TakesThePlaceOfItsBeginning()
    {
        Add("a", 30, 1, 2);
        Add("b", 30, 1, 2);
        Add("a", 40, 1, 2, 3);

        (_cache.Count, _cache.Bytes).ShouldBe((2, 70));
    }

    [Fact]
    public void Add_Full_TheOneUnusedForLongestGoes()
    {
        Add("a", 40, 1);
        Add("a", 40, 2);
        Shared("a", 1).ShouldBe(1);

        Add("a", 40, 3);

        Shared("a", 1).ShouldBe(1);
        Shared("a", 2).ShouldBe(0);
        _cache.Bytes.ShouldBe(80);
    }

    [Fact]
    public void Free_NothingLeft()
    {
        Add("a", 40, 1);

        _cache.Free();

        (_cache.Count, _cache.Bytes).ShouldBe((0, 0));
    }

    private void Add(string scope, int bytes, params int[] tokens) => _cache.Add(new PrefixEntry(scope, tokens, new SequenceState(bytes)));

    private int Shared(string scope, params int[] tokens) => _cache.Find(scope, tokens).Shared;
}
