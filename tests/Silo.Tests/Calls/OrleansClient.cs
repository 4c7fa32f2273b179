using LlmGateway.Client;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlmGateway.Silo.Tests.Calls;

/// <summary>A program outside the cluster that is an Orleans client of it.</summary>
public sealed class OrleansClient(SharedSilo shared) : IAsyncLifetime
{
    private readonly IHost _host = new HostBuilder().UseOrleansClient(client => client.UseLocalhostClustering(shared.Silo.GatewayPort)).Build();

    public SharedSilo Shared { get; } = shared;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What an SDK is given.</summary>
    public GatewayMessageHandler Handler() => new(Grains);

    /// <summary>Sends requests as grain calls.</summary>
    /// <param name="key">API key, access token or admin key; null for none.</param>
    public GatewayClient Client(string? key) => new(new Uri("https://gateway.example"), key, Handler());

    public async ValueTask InitializeAsync() => await _host.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
