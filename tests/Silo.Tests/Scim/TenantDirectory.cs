using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>A directory of a tenant of a test's own: it calls the gateway by SCIM, with a key for it.</summary>
internal sealed class TenantDirectory : IDisposable
{
    private readonly GatewayClient _client;

    private TenantDirectory(SharedSilo shared, string tenant, string keyId, string key)
    {
        (Tenant, KeyId, Key) = (tenant, keyId, key);
        _client = new GatewayClient(shared.Silo.Address, key);
    }

    public string Tenant { get; }

    public string KeyId { get; }

    /// <summary>The key's secret.</summary>
    public string Key { get; }

    public static async Task<TenantDirectory> CreateAsync(SharedSilo shared)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant, new JsonObject { ["name"] = "directory", ["scopes"] = new JsonArray("scim") });
        return new TenantDirectory(shared, tenant, key.Text("id"), key.Text("key"));
    }

    /// <summary>An address that no other test has.</summary>
    public static string NewAddress(string name = "ann") => $"{name}-{Guid.NewGuid():n}@example.org";

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path, null);

    public Task<Answer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<Answer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    public Task<Answer> PatchAsync(string path, string body) => SendAsync("PATCH", path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path, null);

    /// <summary>One operation of a PATCH.</summary>
    public Task<Answer> PatchAsync(string path, string op, string? target, string value) => PatchAsync(
        path,
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"{{op}}"{{(target is null ? "" : $",\"path\":{JsonValue.Create(target).ToJsonString()}")}},"value":{{value}}}]}""");

    /// <summary>Finds users or groups.</summary>
    public Task<Answer> FindAsync(string kind, string filter) => GetAsync($"{kind}?filter={Uri.EscapeDataString(filter)}");

    /// <summary>Makes a user.</summary>
    public async Task<JsonNode> CreateUserAsync(string userName, string? more = null) =>
        (await PostAsync("Users", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{userName}}"{{more}}}""")).With(201).Json;

    /// <summary>Makes a group.</summary>
    public async Task<JsonNode> CreateGroupAsync(string name, params string[] members) => (await PostAsync(
        "Groups",
        new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"),
            ["displayName"] = name,
            ["members"] = new JsonArray([.. members.Select(member => new JsonObject { ["value"] = member })]),
        }.ToJsonString())).With(201).Json;

    public Task<Answer> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(new HttpMethod(method), $"/scim/v2/{Tenant}/{path}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/scim+json") } };
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _client.SendAsync(request);
    }

    public void Dispose() => _client.Dispose();
}
