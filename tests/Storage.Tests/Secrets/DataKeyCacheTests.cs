namespace LlmGateway.Storage.Tests;

public sealed class DataKeyCacheTests
{
    private readonly DataKeyCache cache = new(capacity: 4);

    [Fact]
    public void Keep_ManyOwners_BoundedAndTheUsedOnesStay()
    {
        Keep("used");
        for (var i = 0; i < 100; i++)
        {
            Keep($"{i}");
            cache.Find("used", 1).ShouldNotBeNull();
        }

        Enumerable.Range(0, 100).Count(i => cache.Find($"{i}", 1) is not null).ShouldBeLessThan(8);
    }

    [Fact]
    public void Keep_ReadBeforeForget_NotKept()
    {
        var epoch = cache.Epoch;
        cache.Forget("acme");

        cache.Keep(new DataKey("acme", 1, []), newest: true, epoch);

        cache.Find("acme").ShouldBeNull();
    }

    private void Keep(string owner) => cache.Keep(new DataKey(owner, 1, []), newest: true, cache.Epoch);
}
