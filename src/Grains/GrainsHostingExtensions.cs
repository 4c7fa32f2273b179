using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Silos;
using LlmGateway.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmGateway.Grains;

/// <summary>Adds the gateway's grains to a silo.</summary>
public static class GrainsHostingExtensions
{
    /// <summary>Adds grains, this silo's caches and the replicas' engines. Storage, clustering and reminders are the host's choice.</summary>
    public static ISiloBuilder AddGatewayGrains(this ISiloBuilder silo)
    {
        silo.AddGrainService<SiloUpdates>();
        silo.AddIncomingGrainCallFilter<StorageFaults>();
        silo.AddStartupTask((services, _) =>
        {
            services.GetRequiredService<ReplicaMetrics>(); // Its instruments ask for the values themselves.
            return Task.CompletedTask;
        });
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddOptionsWithValidateOnStart<ReplicaOptions>().ValidateDataAnnotations();
        silo.Services.AddSingleton<SiloBroadcast>();
        silo.Services.AddSingleton(services => new SiloMemories(services.GetRequiredService<SiloBroadcast>()));
        silo.Services.AddSingleton<ApiKeyCache>();
        silo.Services.AddSingleton<SiloUsers>();
        silo.Services.AddSingleton<SiloRoutes>();
        silo.Services.AddSingleton<SiloPrices>();
        silo.Services.AddSingleton<SiloAccess>();
        silo.Services.AddSingleton<OpenReservations>();
        silo.Services.AddSingleton<LocalReplicas>();
        silo.Services.AddSingleton<ReplicaMetrics>();
        silo.Services.AddSingleton(services => new ReplicaClient(services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<LocalReplicas>()));
        silo.Services.TryAddSingleton<IEngineFactory, EngineFactory>();
        return silo;
    }
}
