using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Cluster.Tests;

public sealed class SignInTests(TwoSilos silos)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Cookie_OfOne_GoodOnTheOther_UntilSignedOutThere()
    {
        using var admin = silos.First.Admin();
        var email = $"{Guid.NewGuid():n}@example.org";
        (await admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email, ["password"] = Password })).With(201);
        using BrowserClient first = new(silos.First.Address);
        using BrowserClient second = new(silos.Second.Address);
        (await first.SignInAsync(email, Password)).With(303);

        second.Cookies.Add(first.Cookies.GetAllCookies()); // A browser keeps them by host, whatever the port.
        (await second.GetAsync("/account")).With(200).Body.ShouldContain(email);
        (await second.PostAsync("/account", "/account/sign-out")).With(303);

        (await first.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task AccessToken_OfOne_GoodOnTheOther_UntilRevokedThere()
    {
        using var admin = silos.First.Admin();
        var tenant = await admin.CreateTenantAsync();
        var client = (await admin.PostAsync($"/admin/v1/tenants/{tenant}/oauth-clients", new JsonObject
        {
            ["name"] = "test",
            ["grant_types"] = new JsonArray("client_credentials"),
            ["scopes"] = new JsonArray("models:read"),
            ["confidential"] = true,
        })).With(201).Json;
        (await admin.PutAsync($"/admin/v1/tenants/{tenant}/members/{client.Text("id")}", new JsonObject { ["roles"] = new JsonArray("developer") })).With(200);
        var token = (await PostAsync(silos.First.Address, "/oauth/token", ("grant_type", "client_credentials"), ("scope", "models:read"))).With(200).Json.Text("access_token");
        using GatewayClient first = new(silos.First.Address, token);
        using GatewayClient second = new(silos.Second.Address, token);
        (await second.GetAsync("/v1/models")).With(200);
        (await first.GetAsync("/v1/models")).With(200);

        (await PostAsync(silos.Second.Address, "/oauth/revoke", ("token", token))).With(200);

        (await second.GetAsync("/v1/models")).Status.ShouldBe(401);
        (await first.GetAsync("/v1/models")).Status.ShouldBe(401);

        async Task<Answer> PostAsync(Uri address, string path, params (string Name, string Value)[] fields)
        {
            using GatewayClient anybody = new(address, null);
            return await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                    fields.Append(("client_id", client.Text("id"))).Append(("client_secret", client.Text("secret"))).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
            });
        }
    }
}
