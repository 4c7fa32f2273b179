using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class OAuthClientsApiTests(SharedSilo shared)
{
    [Fact]
    public async Task Client_MadeReadChangedRotatedDeleted_SecretShownOnlyThen()
    {
        var made = (await shared.Admin.PostAsync(OAuthClientCalls.Path, OAuthClientCalls.Body("client_credentials"))).With(201).Json;
        var id = made["id"]!.GetValue<string>();
        var secret = made["secret"]!.GetValue<string>();
        id.ShouldMatch("^cli_[0-9a-f]{24}$");
        secret.ShouldMatch("^cs-gw-[0-9A-Za-z]{43}$");
        var read = (await shared.Admin.GetAsync($"{OAuthClientCalls.Path}/{id}")).With(200);
        read.Body.ShouldNotContain("secret");
        (await shared.Admin.GetAsync(OAuthClientCalls.Path + "?limit=100")).With(200).Json["data"]!.AsArray().ShouldContain(client => client!["id"]!.GetValue<string>() == id);

        var changed = (await shared.Admin.PatchAsync($"{OAuthClientCalls.Path}/{id}", new JsonObject { ["name"] = "New", ["scopes"] = new JsonArray("inference"), ["id"] = "cli_x", ["tenant_id"] = "other", ["first_party"] = true })).With(200).Json;
        changed["name"]!.GetValue<string>().ShouldBe("New");
        changed["id"]!.GetValue<string>().ShouldBe(id);
        (await TokenAsync(id, secret)).With(200).Json["scope"]!.GetValue<string>().ShouldBe("inference");

        var rotated = (await shared.Admin.PostAsync($"{OAuthClientCalls.Path}/{id}/rotate", "")).With(200).Json["secret"]!.GetValue<string>();
        (await TokenAsync(id, secret)).Status.ShouldBe(401);
        var token = (await TokenAsync(id, rotated)).With(200).Json["access_token"]!.GetValue<string>();

        (await shared.Admin.DeleteAsync($"{OAuthClientCalls.Path}/{id}")).With(200);
        (await shared.Admin.GetAsync($"{OAuthClientCalls.Path}/{id}")).With(404);
        (await TokenAsync(id, rotated)).Status.ShouldBe(401);
        using GatewayClient holder = new(shared.Silo.Address, token);
        (await holder.GetAsync("/oauth/userinfo")).Status.ShouldBeOneOf(400, 401, 403);
    }

    [Fact]
    public async Task Client_OfAnotherTenant_404()
    {
        var (id, _) = await shared.Admin.CreateOAuthClientAsync("client_credentials");
        (await shared.Admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "oauth-other" })).With(201);
        const string Other = "/admin/v1/tenants/oauth-other/oauth-clients";

        (await shared.Admin.GetAsync($"{Other}/{id}")).With(404);
        (await shared.Admin.PatchAsync($"{Other}/{id}", new JsonObject { ["name"] = "x" })).With(404);
        (await shared.Admin.PostAsync($"{Other}/{id}/rotate", "")).With(404);
        (await shared.Admin.DeleteAsync($"{Other}/{id}")).With(404);
        (await shared.Admin.GetAsync($"{Other}/llmgw-cli")).With(404);
        (await shared.Admin.GetAsync($"{OAuthClientCalls.Path}/llmgw-cli")).With(404);
        (await shared.Admin.GetAsync("/admin/v1/tenants/no-such/oauth-clients")).With(404);
        (await shared.Admin.GetAsync(Other)).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await shared.Admin.GetAsync($"{OAuthClientCalls.Path}/{id}")).With(200);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"]}""", "confidential")]
    [InlineData("""{"name":" ","grant_types":["client_credentials"],"confidential":true}""", "name")]
    [InlineData("""{"name":null,"grant_types":["client_credentials"],"confidential":true}""", "name")]
    [InlineData("""{"name":"a\nb","grant_types":["client_credentials"],"confidential":true}""", "name")]
    [InlineData("""{"name":"x","grant_types":[],"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":null,"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":[null],"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":["password"],"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":["implicit"],"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":["refresh_token"],"confidential":true}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":false}""", "grant_types")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":"yes"}""", "confidential")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":true,"scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":true,"scopes":["root"]}""", "scopes")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":true,"scopes":[null]}""", "scopes")]
    [InlineData("""{"name":"x","grant_types":["client_credentials"],"confidential":true,"redirect_uris":["https://a.example/"]}""", "redirect_uris")]
    [InlineData("""{"name":"x","grant_types":["authorization_code"],"confidential":true}""", "redirect_uris")]
    public async Task Create_BadBody_400(string body, string param) =>
        (await shared.Admin.PostAsync(OAuthClientCalls.Path, body)).With(400).Error["param"]!.GetValue<string>().ShouldBe(param);

    [Theory]
    [InlineData("http://app.example/callback")]
    [InlineData("https://*.example/callback")]
    [InlineData("https://app.example/callback#x")]
    [InlineData("https://app.example/callback#")]
    [InlineData("https://user:pw@app.example/")]
    [InlineData("https:///callback")]
    [InlineData("https://")]
    [InlineData("/callback")]
    [InlineData("callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("com.example.app:/callback")]
    [InlineData("https://app.example/a b")]
    [InlineData("https://app.example/\\evil")]
    [InlineData("https://app.example/;form-action *")]
    [InlineData("https://äpp.example/")]
    [InlineData("http://127.0.0.1.evil.example/")]
    [InlineData("")]
    public async Task Create_BadRedirectUri_400(string redirectUri)
    {
        var body = OAuthClientCalls.Body("authorization_code");
        body["redirect_uris"] = new JsonArray(redirectUri);

        (await shared.Admin.PostAsync(OAuthClientCalls.Path, body)).With(400).Error["param"]!.GetValue<string>().ShouldBe("redirect_uris");
    }

    [Theory]
    [InlineData("https://app.example/callback?x=1")]
    [InlineData("http://localhost:3000/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://[::1]:3000/")]
    public async Task Create_GoodRedirectUri_201(string redirectUri)
    {
        var body = OAuthClientCalls.Body("authorization_code");
        body["redirect_uris"] = new JsonArray(redirectUri);

        (await shared.Admin.PostAsync(OAuthClientCalls.Path, body)).With(201).Json["redirect_uris"]!.AsArray().Select(uri => uri!.GetValue<string>()).ShouldBe([redirectUri]);
    }

    private async Task<Answer> TokenAsync(string id, string secret)
    {
        using GatewayClient nobody = new(shared.Silo.Address, null);
        return await nobody.FormAsync("/oauth/token", (id, secret), ("grant_type", "client_credentials"));
    }
}
