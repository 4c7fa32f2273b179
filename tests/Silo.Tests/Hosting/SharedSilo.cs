using System.Text.Json.Nodes;
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

        // The first user administers the whole gateway: whom tests make must not be it by chance.
        (await Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = "operator@example.org" })).With(201);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        await Silo.DisposeAsync();
    }
}
