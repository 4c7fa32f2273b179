using LlmGateway.Grains.Keys;
using Microsoft.Extensions.Time.Testing;

namespace LlmGateway.Grains.Tests.Keys;

public sealed class ApiKeyCacheTests(GrainCluster cluster)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Open_UnknownButWellFormed_NotKept()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);

        (await cache.OpenAsync(ApiKeySecret.Create(ApiKeySecret.TenantKind))).ShouldBeNull();
        (await cache.OpenAsync("sk-gw-typo")).ShouldBeNull();

        (cache.Count, cache.SignalCount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Open_KnownKey_SameObjectEachTime()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);
        var created = await cluster.CreateKeyAsync();

        using var first = (await cache.OpenAsync(created.Secret)).ShouldNotBeNull();
        using var second = (await cache.OpenAsync(created.Secret)).ShouldNotBeNull();

        second.Known.ShouldBeSameAs(first.Known);
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Sweep_KeyIdleForTenMinutes_LetGo()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);
        var (idle, used) = (await cluster.CreateKeyAsync(), await cluster.CreateKeyAsync());
        (await cache.OpenAsync(idle.Secret)).ShouldNotBeNull().Dispose();
        for (var minute = 0; minute < 11; minute++)
        {
            (await cache.OpenAsync(used.Secret)).ShouldNotBeNull().Dispose();
            _time.Advance(Minute);
        }

        cache.Count.ShouldBe(1);
        cache.SignalCount.ShouldBe(0);
    }

    [Fact]
    public async Task ForgetKey_EndedAfterTheKeyWasLetGo_StillEndsTheOpenRequest()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);
        var created = await cluster.CreateKeyAsync();
        using var open = (await cache.OpenAsync(created.Secret)).ShouldNotBeNull();
        _time.Advance(Minute * 20);
        cache.Count.ShouldBe(0);

        cache.ForgetKey(created.Key.Id, [ApiKeySecret.Hash(created.Secret)], ended: true);

        await open.Revoked.WaitAsync();
        using var next = (await cache.OpenAsync(created.Secret)).ShouldNotBeNull();
        next.Revoked.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task ForgetTenant_Ended_OnlyItsRequestsEnd()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);
        var (created, other) = (await cluster.CreateKeyAsync(), await cluster.CreateKeyAsync());
        using var open = (await cache.OpenAsync(created.Secret)).ShouldNotBeNull();
        using var others = (await cache.OpenAsync(other.Secret)).ShouldNotBeNull();

        cache.ForgetTenant(created.Key.TenantId, ended: true);

        await open.Revoked.WaitAsync();
        others.Revoked.IsCancellationRequested.ShouldBeFalse();
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Open_WhileKeysEnd_NoRequestMissesItsEnd()
    {
        using var cache = new ApiKeyCache(cluster.Grains, _time);
        var created = await cluster.CreateKeyAsync();
        string[] hashes = [ApiKeySecret.Hash(created.Secret)];
        List<KeyUse> opened = [];
        var opening = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2000; i++)
                {
                    opened.Add((await cache.OpenAsync(created.Secret)).ShouldNotBeNull());
                }
            },
            TestContext.Current.CancellationToken);
        while (!opening.IsCompleted)
        {
            cache.ForgetKey(created.Key.Id, hashes, ended: true);
            await Task.Yield();
        }

        await opening;
        cache.ForgetKey(created.Key.Id, hashes, ended: true);

        foreach (var use in opened)
        {
            await use.Revoked.WaitAsync();
            use.Dispose();
        }
    }
}
