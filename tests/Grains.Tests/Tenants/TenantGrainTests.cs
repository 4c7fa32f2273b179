using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
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
    public async Task GetKey_OfAnotherTenant_ReturnsNull()
    {
        var key = await CreateKeyAsync();
        var other = cluster.Grains.GetTenant(GrainCluster.NewName("other"));
        await other.CreateAsync(new TenantSettings { Name = "Other" });

        (await other.GetKeyAsync(key.Key.Id)).ShouldBeNull();
        (await other.RevokeKeyAsync(key.Key.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task RevokeKey_EverySiloRefusesItWhenTheCallReturns()
    {
        var created = await CreateKeyAsync();
        foreach (var silo in cluster.Silos)
        {
            (await FindAsync(silo, created.Secret)).ShouldNotBeNull().RevokedAt.ShouldBeNull();
        }

        await cluster.Grains.GetTenant(created.Key.TenantId).RevokeKeyAsync(created.Key.Id);

        foreach (var silo in cluster.Silos)
        {
            (await FindAsync(silo, created.Secret)).ShouldNotBeNull().RevokedAt.ShouldNotBeNull();
        }

        var row = await cluster.Silos[0].GetRequiredService<ApiKeyDirectory>().FindAsync(created.Key.Id);
        row.ShouldNotBeNull().Status.ShouldBe(ApiKeyRowStatus.Revoked);
    }

    [Fact]
    public async Task RevokeKey_Twice_KeepsTheFirstTime()
    {
        var created = await CreateKeyAsync();
        var tenant = cluster.Grains.GetTenant(created.Key.TenantId);

        var first = await tenant.RevokeKeyAsync(created.Key.Id);
        var second = await tenant.RevokeKeyAsync(created.Key.Id);

        second.ShouldNotBeNull().RevokedAt.ShouldBe(first.ShouldNotBeNull().RevokedAt);
    }

    [Fact]
    public async Task FindKey_UnknownButWellFormed_ReturnsNull() =>
        (await FindAsync(cluster.Silos[0], ApiKeySecret.Create(ApiKeySecret.TenantKind))).ShouldBeNull();

    [Fact]
    public async Task CreatedKey_AsText_HidesTheSecret()
    {
        var created = await CreateKeyAsync();

        created.ToString().ShouldNotContain(created.Secret);
    }

    private async Task<CreatedApiKey> CreateKeyAsync()
    {
        var tenant = cluster.Grains.GetTenant(GrainCluster.NewName("tenant"));
        await tenant.CreateAsync(new TenantSettings { Name = "Tenant" });
        return (await tenant.CreateKeyAsync(new ApiKeySettings { Name = "Key" })).ShouldNotBeNull();
    }

    private static async Task<ApiKey?> FindAsync(IServiceProvider silo, string secret) => await silo.GetRequiredService<ApiKeyCache>().FindAsync(secret);
}
