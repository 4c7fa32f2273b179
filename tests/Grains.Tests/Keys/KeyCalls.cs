using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Keys;

/// <summary>What several tests do with tenants and keys.</summary>
internal static class KeyCalls
{
    /// <summary>A key of a tenant of its own.</summary>
    public static async Task<CreatedApiKey> CreateKeyAsync(this GrainCluster cluster)
    {
        var tenant = cluster.Grains.GetTenant(GrainCluster.NewName("tenant"));
        await tenant.CreateAsync(new TenantSettings { Name = "Tenant" });
        return (await tenant.CreateKeyAsync(new ApiKeySettings { Name = "Key" })).ShouldNotBeNull();
    }

    /// <summary>Opens a request on a silo; the test disposes it.</summary>
    public static async Task<KeyUse?> OpenAsync(this IServiceProvider silo, string secret) => await silo.GetRequiredService<ApiKeyCache>().OpenAsync(secret);

    /// <summary>What each silo knows of a secret.</summary>
    public static async Task<IReadOnlyList<KnownKey>> KnownAsync(this GrainCluster cluster, string secret)
    {
        List<KnownKey> known = [];
        foreach (var silo in cluster.Silos)
        {
            using var use = await silo.OpenAsync(secret);
            known.Add(use.ShouldNotBeNull().Known);
        }

        return known;
    }

    /// <summary>Waits until a token is cancelled.</summary>
    public static async Task WaitAsync(this CancellationToken token)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }
}
