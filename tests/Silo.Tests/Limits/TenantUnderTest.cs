using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Limits;

/// <summary>A tenant of one test's own, with one key.</summary>
public sealed class TenantUnderTest : IDisposable
{
    private readonly GatewayClient _admin;

    private TenantUnderTest(GatewayClient admin, string id, string keyId, GatewayClient client)
    {
        _admin = admin;
        (Id, KeyId, Client) = (id, keyId, client);
    }

    public string Id { get; }

    public string KeyId { get; }

    /// <summary>Sends the tenant's key.</summary>
    public GatewayClient Client { get; }

    public static async Task<TenantUnderTest> CreateAsync(SiloProcess silo, GatewayClient admin)
    {
        var tenant = await admin.CreateTenantAsync();
        var key = await admin.CreateKeyAsync(tenant);
        return new TenantUnderTest(admin, tenant, key.Text("id"), new GatewayClient(silo.Address, key.Text("key")));
    }

    public async Task LimitAsync(JsonObject limits) => (await PutAsync($"/admin/v1/tenants/{Id}/limits", limits)).With(200);

    public async Task LimitKeyAsync(JsonObject limits) => (await PutAsync($"/admin/v1/tenants/{Id}/keys/{KeyId}/limits", limits)).With(200);

    public async Task BudgetAsync(string amount, bool hard = true) => (await PutAsync(
        $"/admin/v1/tenants/{Id}/budgets", new JsonArray(new JsonObject { ["period"] = "day", ["amount"] = amount, ["hard"] = hard }))).With(200);

    /// <summary>The tenant's one budget.</summary>
    public async Task<JsonObject> BudgetAsync() => (await _admin.GetAsync($"/admin/v1/tenants/{Id}/budgets")).With(200).Json[0]!.AsObject();

    public Task<Answer> PutAsync(string path, JsonNode body) =>
        _admin.SendAsync(new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") });

    public void Dispose() => Client.Dispose();
}
