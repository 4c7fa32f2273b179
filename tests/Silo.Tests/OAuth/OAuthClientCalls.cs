using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.OAuth;

/// <summary>Makes OAuth clients.</summary>
internal static class OAuthClientCalls
{
    public const string Path = "/admin/v1/tenants/default/oauth-clients";

    public const string RedirectUri = "https://app.example/callback";

    public static JsonObject Body(params string[] grantTypes)
    {
        JsonObject body = new() { ["name"] = "Test <app>", ["grant_types"] = new JsonArray([.. grantTypes.Select(type => (JsonNode)type)]), ["confidential"] = true };
        if (grantTypes.Contains("authorization_code"))
        {
            body["redirect_uris"] = new JsonArray(RedirectUri);
        }

        return body;
    }

    public static async Task<(string Id, string Secret)> CreateOAuthClientAsync(this GatewayClient admin, params string[] grantTypes)
    {
        var made = (await admin.PostAsync(Path, Body(grantTypes))).With(201).Json;
        return (made["id"]!.GetValue<string>(), made["secret"]!.GetValue<string>());
    }

    /// <summary>Sends a form, with the client's secret if there is one.</summary>
    public static Task<Answer> FormAsync(this GatewayClient http, string path, (string Id, string Secret)? client, params (string Name, string Value)[] fields)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        if (client is { } known)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{known.Id}:{known.Secret}")));
        }

        return http.SendAsync(request);
    }
}
