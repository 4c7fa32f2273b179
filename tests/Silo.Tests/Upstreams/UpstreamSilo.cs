using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>The silo of all tests of upstreams; each test has a model and an upstream of its own.</summary>
public sealed class UpstreamSilo : IAsyncLifetime
{
    /// <summary>What the gateway shows to upstreams.</summary>
    public const string UpstreamKey = "sk-upstream-0123456789-secret";

    /// <summary>More arguments of the silo.</summary>
    public string[] Arguments { get; init; } = [];

    public SiloProcess Silo { get; private set; } = null!;

    public GatewayClient Client { get; private set; } = null!;

    public GatewayClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await SiloProcess.StartAsync(Arguments);
        (Client, Admin) = (Silo.Client(), Silo.Admin());
    }

    /// <summary>Makes a server known as the upstream of a new model.</summary>
    /// <returns>The model's name; at the upstream it is called <c>there</c>. A token read costs 1, a cached one 0.5, a generated one 2.</returns>
    public Task<string> AddAsync(UpstreamServer server, Action<JsonObject>? change = null) => AddAsync(server.Url, change);

    /// <summary>Makes an address known as the upstream of a new model.</summary>
    public async Task<string> AddAsync(string url, Action<JsonObject>? change = null)
    {
        var model = $"m-{Guid.NewGuid():N}";
        JsonObject body = new()
        {
            ["name"] = $"up-{model}",
            ["kind"] = "openai",
            ["base_url"] = url,
            ["api_key"] = UpstreamKey,
            ["models"] = new JsonArray($"{model}=there"),
            ["prices"] = new JsonObject { [model] = new JsonObject { ["input"] = "1000000", ["cached_input"] = "500000", ["output"] = "1000000" } },
        };
        change?.Invoke(body);
        (await Admin.PostAsync("/admin/v1/upstreams", body)).With(201);
        return model;
    }

    /// <summary>What the ledger has of a request.</summary>
    public LedgerEntry Ledger(Answer answer) => Ledger(answer.Headers["x-request-id"]);

    /// <inheritdoc cref="Ledger(Answer)"/>
    public LedgerEntry Ledger(string requestId) => LedgerEntry.Find(Silo.Data, requestId).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        await Silo.DisposeAsync();
    }
}
