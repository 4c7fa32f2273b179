using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Tests;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(GrainCluster))]

namespace LlmGateway.Grains.Tests;

/// <summary>Two silos in this process that share a database; tests use fresh names each.</summary>
public sealed class GrainCluster : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmgw-grains-").FullName;
    private InProcessTestCluster? _cluster;

    /// <summary>How long anything may take before a test gives up.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(20);

    public IGrainFactory Grains => _cluster!.Client;

    public IReadOnlyList<IServiceProvider> Silos => [.. _cluster!.Silos.Select(silo => silo.ServiceProvider)];

    /// <summary>The clock of all silos.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal FakeEngineFactory Engines { get; } = new();

    public static string NewName(string kind) => $"{kind}-{Guid.NewGuid():n}";

    public async ValueTask InitializeAsync()
    {
        var database = GatewayDatabase.OnSqlite(SqliteConnectionString.For(_folder));
        await database.MigrateAsync();
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            // States are written as the silo writes them.
            silo.AddMemoryGrainStorageAsDefault(options => options.Configure<Serializer>((storage, serializer) => storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer)));
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton(Time);
            silo.Services.AddGatewayStorage(database);
            silo.Services.AddSingleton<IEngineFactory>(Engines);
            silo.AddGatewayGrains();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    /// <summary>Stops a silo; the others hear of it.</summary>
    public Task StopSiloAsync(int index) => _cluster!.StopSiloAsync(_cluster.Silos[index]);

    /// <summary>Waits until a silo's own route table shows a model as wanted.</summary>
    public static async Task<ModelRoute> RouteAsync(IServiceProvider silo, string model, Func<ModelRoute, bool> wanted)
    {
        var routes = silo.GetRequiredService<SiloRoutes>();
        TaskCompletionSource<ModelRoute> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (routes.Find(model) is { } route && wanted(route))
            {
                seen.TrySetResult(route);
            }
        }

        routes.Changed += Look;
        try
        {
            Look();
            return await seen.Task.WaitAsync(Timeout);
        }
        finally
        {
            routes.Changed -= Look;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.StopAllSilosAsync();
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
