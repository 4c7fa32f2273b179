using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace LlmGateway.Storage.Tests;

/// <summary>A silo in this process, wired to a database the way the gateway's is.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost host;

    private TestSilo(IHost host) => this.host = host;

    public IGrainFactory Grains => Get<IGrainFactory>();

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Starts a silo that is a cluster by itself.</summary>
    public static Task<TestSilo> StartAsync(TempDatabase database, bool deleteStateOnClear = false) =>
        StartAsync(database, deleteStateOnClear, (silo, siloPort, gatewayPort) => silo.UseLocalhostClustering(siloPort, gatewayPort));

    /// <summary>Starts a silo that finds the others through the database.</summary>
    public static Task<TestSilo> StartClusteredAsync(TempDatabase database) =>
        StartAsync(database, false, (silo, siloPort, gatewayPort) => silo
            .UseAdoNetClustering(options =>
            {
                options.Invariant = database.Database.OrleansInvariant;
                options.ConnectionString = database.Database.ConnectionString;
            })
            .ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("dev", "dev")));

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private static async Task<TestSilo> StartAsync(
        TempDatabase database,
        bool deleteStateOnClear,
        Action<ISiloBuilder, int, int> cluster)
    {
        var (siloPort, gatewayPort) = FreePorts();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo =>
        {
            cluster(silo, siloPort, gatewayPort);
            silo.AddAdoNetGrainStorageAsDefault(options =>
            {
                options.Invariant = database.Database.OrleansInvariant;
                options.ConnectionString = database.Database.ConnectionString;
                options.DeleteStateOnClear = deleteStateOnClear;
            });
            silo.UseAdoNetReminderService(options =>
            {
                options.Invariant = database.Database.OrleansInvariant;
                options.ConnectionString = database.Database.ConnectionString;
            });
        });

        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestSilo(host);
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
