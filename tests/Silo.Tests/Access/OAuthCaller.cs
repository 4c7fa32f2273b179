using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>An OAuth client of a tenant with a token of its own (client credentials).</summary>
internal sealed class OAuthCaller : IDisposable
{
    private readonly SharedSilo _shared;
    private readonly string _tenant;

    private OAuthCaller(SharedSilo shared, string tenant, string id, string token)
    {
        (_shared, _tenant, Id, Token) = (shared, tenant, id, token);
        Client = new GatewayClient(shared.Silo.Address, token);
    }

    /// <summary>The client's id.</summary>
    public string Id { get; }

    /// <summary>Its access token.</summary>
    public string Token { get; }

    /// <summary>Sends the token.</summary>
    public GatewayClient Client { get; }

    public static async Task<OAuthCaller> CreateAsync(SharedSilo shared, string tenant, params string[] scopes)
    {
        scopes = scopes.Length == 0 ? ["admin"] : scopes;
        var client = (await shared.Admin.PostAsync($"/admin/v1/tenants/{tenant}/oauth-clients", new JsonObject
        {
            ["name"] = "test",
            ["grant_types"] = new JsonArray("client_credentials"),
            ["scopes"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]),
            ["confidential"] = true,
        })).With(201).Json;
        using var anybody = new GatewayClient(shared.Silo.Address, null);
        var answer = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client.Text("id"),
                ["client_secret"] = client.Text("secret"),
                ["scope"] = string.Join(' ', scopes),
            }),
        });
        return new OAuthCaller(shared, tenant, client.Text("id"), answer.With(200).Json.Text("access_token"));
    }

    /// <summary>Makes it a member of its tenant with this role.</summary>
    public async Task SetRoleAsync(string role) =>
        (await _shared.Admin.PutAsync($"/admin/v1/tenants/{_tenant}/members/{Id}", new JsonObject { ["roles"] = new JsonArray(role) })).With(200);

    public void Dispose() => Client.Dispose();
}
