using System.Collections.Immutable;
using LlmGateway.Grains.Keys;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Keys;

public sealed class ApiKeyGrainTests(GrainCluster cluster)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Create_IdTaken_Throws()
    {
        var created = await cluster.CreateKeyAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => Grain(created).CreateAsync("other", new ApiKeySettings { Name = "Other" }));
    }

    [Fact]
    public async Task Get_UnknownId_ReturnsNull()
    {
        var key = cluster.Grains.GetApiKey(GrainCluster.NewName("key"));

        (await key.GetAsync()).ShouldBeNull();
        (await key.OpenAsync(ApiKeySecret.Hash("x"))).ShouldBeNull();
        (await key.ChangeAsync(new ApiKeyChange())).ShouldBeNull();
        (await key.RotateAsync(Day)).ShouldBeNull();
        (await key.RevokeAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Change_SomeMembers_OnEverySiloAndTheOthersKept()
    {
        var created = await cluster.CreateKeyAsync();
        await cluster.KnownAsync(created.Secret);

        var changed = await Grain(created).ChangeAsync(new ApiKeyChange { Name = "New", SetsModels = true, Models = ["tiny"] });

        changed.ShouldNotBeNull().Name.ShouldBe("New");
        foreach (var known in await cluster.KnownAsync(created.Secret))
        {
            known.Key.Models.ShouldNotBeNull().ShouldBe(["tiny"]);
            known.Key.Scopes.ShouldBe(KeyScopes.All, ignoreOrder: true);
            known.Key.AllowsModel("other").ShouldBeFalse();
        }

        (await Grain(created).ChangeAsync(new ApiKeyChange { SetsModels = true })).ShouldNotBeNull().Models.ShouldBeNull();
        (await RowAsync(created)).Name.ShouldBe("New");
    }

    [Fact]
    public async Task Change_Twice_LeavesOpenRequestsAlone()
    {
        var created = await cluster.CreateKeyAsync();
        using var open = (await cluster.Silos[0].OpenAsync(created.Secret)).ShouldNotBeNull();

        await Grain(created).ChangeAsync(new ApiKeyChange { Scopes = ImmutableArray.Create(KeyScopes.Inference) });

        open.Revoked.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Rotate_OldSecret_WorksUntilTheGraceIsOver()
    {
        var created = await cluster.CreateKeyAsync();
        await cluster.KnownAsync(created.Secret);
        var before = TimeProvider.System.GetUtcNow();

        var rotated = (await Grain(created).RotateAsync(Day)).ShouldNotBeNull();

        rotated.Secret.ShouldNotBe(created.Secret);
        rotated.Key.Id.ShouldBe(created.Key.Id);
        rotated.Key.RotatedAt.ShouldNotBeNull().ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
        rotated.Key.Prefix.ShouldBe(ApiKeySecret.Prefix(rotated.Secret));
        foreach (var known in await cluster.KnownAsync(created.Secret))
        {
            known.SecretEndsAt.ShouldBe(rotated.Key.RotatedAt + Day);
        }

        foreach (var known in await cluster.KnownAsync(rotated.Secret))
        {
            (known.Key.Id, known.SecretEndsAt).ShouldBe((created.Key.Id, null));
        }

        (await RowAsync(created)).Hash.ShouldBe(ApiKeySecret.Hash(rotated.Secret));
    }

    [Fact]
    public async Task Rotate_Twice_TheOldestEndsAtOnce()
    {
        var first = await cluster.CreateKeyAsync();
        var second = (await Grain(first).RotateAsync(Day)).ShouldNotBeNull();
        await cluster.KnownAsync(first.Secret);

        var third = (await Grain(first).RotateAsync(Day)).ShouldNotBeNull();

        foreach (var known in await cluster.KnownAsync(first.Secret))
        {
            known.SecretEndsAt.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
        }

        (await cluster.KnownAsync(second.Secret))[0].SecretEndsAt.ShouldBe(third.Key.RotatedAt + Day);
        (await cluster.KnownAsync(third.Secret))[0].SecretEndsAt.ShouldBeNull();
    }

    [Fact]
    public async Task Revoke_AfterRotation_KillsBothSecretsOnEverySilo()
    {
        var created = await cluster.CreateKeyAsync();
        var rotated = (await Grain(created).RotateAsync(Day)).ShouldNotBeNull();
        await cluster.KnownAsync(created.Secret);
        await cluster.KnownAsync(rotated.Secret);

        await Grain(created).RevokeAsync();

        foreach (var secret in new[] { created.Secret, rotated.Secret })
        {
            (await cluster.KnownAsync(secret)).ShouldAllBe(known => known.Key.RevokedAt != null);
        }

        (await Grain(created).RotateAsync(Day)).ShouldBeNull();
        (await Grain(created).ChangeAsync(new ApiKeyChange { Name = "New" })).ShouldBeNull();
        (await RowAsync(created)).Status.ShouldBe(ApiKeyRowStatus.Revoked);
    }

    [Fact]
    public async Task Revoke_Twice_KeepsTheFirstTime()
    {
        var created = await cluster.CreateKeyAsync();

        var first = await Grain(created).RevokeAsync();
        var second = await Grain(created).RevokeAsync();

        second.ShouldNotBeNull().RevokedAt.ShouldBe(first.ShouldNotBeNull().RevokedAt);
    }

    [Fact]
    public async Task Revoke_OpenRequests_EndedOnEverySilo()
    {
        var (created, other) = (await cluster.CreateKeyAsync(), await cluster.CreateKeyAsync());
        using var here = (await cluster.Silos[0].OpenAsync(created.Secret)).ShouldNotBeNull();
        using var there = (await cluster.Silos[1].OpenAsync(created.Secret)).ShouldNotBeNull();
        using var others = (await cluster.Silos[0].OpenAsync(other.Secret)).ShouldNotBeNull();
        await Grain(created).ChangeAsync(new ApiKeyChange { Name = "Forgotten before" });

        await Grain(created).RevokeAsync();

        await here.Revoked.WaitAsync();
        await there.Revoked.WaitAsync();
        others.Revoked.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task CreatedKey_AsText_HidesTheSecret()
    {
        var created = await cluster.CreateKeyAsync();

        created.ToString().ShouldNotContain(created.Secret);
    }

    private IApiKeyGrain Grain(CreatedApiKey created) => cluster.Grains.GetApiKey(created.Key.Id);

    private async Task<ApiKeyRow> RowAsync(CreatedApiKey created) =>
        (await cluster.Silos[0].GetRequiredService<ApiKeyDirectory>().FindAsync(created.Key.Id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
}
