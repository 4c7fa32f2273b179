using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

/// <summary>Calls of the admin plane that several tests make.</summary>
internal static class AdminCalls
{
    /// <summary>A tenant of a test's own.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> CreateTenantAsync(this GatewayClient admin)
    {
        var id = $"t-{Guid.NewGuid():N}";
        (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = id })).With(201);
        return id;
    }

    /// <summary>A key of a tenant, with its secret in <c>key</c>.</summary>
    public static async Task<JsonNode> CreateKeyAsync(this GatewayClient admin, string tenant, JsonObject? body = null) =>
        (await admin.PostAsync($"/admin/v1/tenants/{tenant}/keys", body ?? new JsonObject { ["name"] = "test" })).With(201).Json;

    public static string Text(this JsonNode node, string member) => node[member]!.GetValue<string>();
}
