using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>The silo of all tests that leave it as it was, with default settings.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    public SiloProcess Silo { get; private set; } = null!;

    /// <summary>A client with the default tenant's key.</summary>
    public GatewayClient Client { get; private set; } = null!;

    /// <summary>A client with the admin key.</summary>
    public GatewayClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await SiloProcess.StartAsync();
        (Client, Admin) = (Silo.Client(), Silo.Admin());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        await Silo.DisposeAsync();
    }
}
