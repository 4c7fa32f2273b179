using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
using LlmGateway.Grains.Tests.Keys;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Tenants;

public sealed class TenantGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Create_TakenId_ReturnsNull()
    {
        var tenant = cluster.Grains.GetTenant(GrainCluster.NewName("tenant"));

        (await tenant.CreateAsync(new TenantSettings { Name = "One" })).ShouldNotBeNull().Name.ShouldBe("One");
        (await tenant.CreateAsync(new TenantSettings { Name = "Two" })).ShouldBeNull();
        (await tenant.GetAsync()).ShouldNotBeNull().Name.ShouldBe("One");
    }

    [Fact]
    public async Task Create_WritesTheListsRow()
    {
        var id = GrainCluster.NewName("tenant");

        await cluster.Grains.GetTenant(id).CreateAsync(new TenantSettings { Name = "Listed", Plan = "gold" });

        var row = await cluster.Silos[0].GetRequiredService<TenantDirectory>().FindAsync(id);
        row.ShouldNotBeNull().Plan.ShouldBe("gold");
    }

    [Fact]
    public async Task CreateKey_NoSuchTenant_ReturnsNull() =>
        (await cluster.Grains.GetTenant(GrainCluster.NewName("nobody")).CreateKeyAsync(new ApiKeySettings { Name = "Key" })).ShouldBeNull();

    [Fact]
    public async Task CreateKey_TenantDeleted_ReturnsNull()
    {
        var created = await cluster.CreateKeyAsync();
        await Grain(created).ChangeAsync(new TenantChange { Status = TenantStatus.Deleted });

        (await Grain(created).CreateKeyAsync(new ApiKeySettings { Name = "Key" })).ShouldBeNull();
    }

    [Fact]
    public async Task Change_Policy_OnEverySiloAndTheRestKept()
    {
        var created = await cluster.CreateKeyAsync();
        (await cluster.KnownAsync(created.Secret)).ShouldAllBe(known => known.Tenant.Policy == new TenantPolicy());

        var changed = await Grain(created).ChangeAsync(new TenantChange { Policy = new TenantPolicyChange { LogBodies = true, LogSampleRate = 0.5 } });

        changed.ShouldNotBeNull().Name.ShouldBe("Tenant");
        (await cluster.KnownAsync(created.Secret)).ShouldAllBe(known => known.Tenant.Policy == new TenantPolicy { LogBodies = true, LogSampleRate = 0.5 });
    }

    [Fact]
    public async Task Change_Suspended_KnownOnEverySiloAndOpenRequestsEnd()
    {
        var created = await cluster.CreateKeyAsync();
        await cluster.KnownAsync(created.Secret);
        using var open = (await cluster.Silos[1].OpenAsync(created.Secret)).ShouldNotBeNull();

        await Grain(created).ChangeAsync(new TenantChange { Status = TenantStatus.Suspended });

        await open.Revoked.WaitAsync();
        (await cluster.KnownAsync(created.Secret)).ShouldAllBe(known => known.Tenant.Status == TenantStatus.Suspended);
        (await RowAsync(created.Key.TenantId)).Status.ShouldBe(TenantRowStatus.Suspended);

        await Grain(created).ChangeAsync(new TenantChange { Status = TenantStatus.Active });

        (await cluster.KnownAsync(created.Secret)).ShouldAllBe(known => known.Tenant.Status == TenantStatus.Active);
    }

    [Fact]
    public async Task Change_Name_LeavesOpenRequestsAlone()
    {
        var created = await cluster.CreateKeyAsync();
        using var open = (await cluster.Silos[0].OpenAsync(created.Secret)).ShouldNotBeNull();

        await Grain(created).ChangeAsync(new TenantChange { Name = "New", SetsPlan = true, Plan = "gold" });

        open.Revoked.IsCancellationRequested.ShouldBeFalse();
        var row = await RowAsync(created.Key.TenantId);
        (row.Name, row.Plan).ShouldBe(("New", "gold"));
    }

    [Fact]
    public async Task Change_Deleted_StaysDeletedAndItsIdTaken()
    {
        var created = await cluster.CreateKeyAsync();
        await Grain(created).ChangeAsync(new TenantChange { Status = TenantStatus.Deleted });

        (await Grain(created).ChangeAsync(new TenantChange { Status = TenantStatus.Active })).ShouldNotBeNull().Status.ShouldBe(TenantStatus.Deleted);
        (await Grain(created).CreateAsync(new TenantSettings { Name = "Again" })).ShouldBeNull();
        (await cluster.KnownAsync(created.Secret)).ShouldAllBe(known => known.Tenant.Status == TenantStatus.Deleted);
        (await RowAsync(created.Key.TenantId)).Status.ShouldBe(TenantRowStatus.Deleted);
    }

    [Fact]
    public async Task Change_UnknownTenant_ReturnsNull() =>
        (await cluster.Grains.GetTenant(GrainCluster.NewName("nobody")).ChangeAsync(new TenantChange { Name = "New" })).ShouldBeNull();

    private ITenantGrain Grain(CreatedApiKey created) => cluster.Grains.GetTenant(created.Key.TenantId);

    private async Task<TenantRow> RowAsync(string id) =>
        (await cluster.Silos[0].GetRequiredService<TenantDirectory>().FindAsync(id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
}
