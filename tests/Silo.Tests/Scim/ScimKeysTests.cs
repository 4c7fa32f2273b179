using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>Which keys open <c>/scim</c>, what else they open, and who may make one.</summary>
public sealed class ScimKeysTests(SharedSilo shared)
{
    [Fact]
    public async Task Key_OfADirectory_OpensNothingElse()
    {
        using var directory = await TenantDirectory.CreateAsync(shared);
        using GatewayClient client = new(shared.Silo.Address, directory.Key);

        (await client.GetAsync("/v1/models")).With(403);
        (await client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(403);
        (await client.GetAsync($"/admin/v1/tenants/{directory.Tenant}/members")).With(401);
    }

    [Fact]
    public async Task Callers_WithoutADirectorysKey_RefusedInScimsShape()
    {
        using var directory = await TenantDirectory.CreateAsync(shared);
        var users = $"/scim/v2/{directory.Tenant}/Users";
        using GatewayClient nobody = new(shared.Silo.Address, null);
        using GatewayClient wrong = new(shared.Silo.Address, "sk-gw-wrong");
        using GatewayClient data = new(shared.Silo.Address, (await shared.Admin.CreateKeyAsync(directory.Tenant)).Text("key"));
        using var token = await OAuthCaller.CreateAsync(shared, directory.Tenant, "inference");

        (await nobody.GetAsync(users)).Refused(401);
        (await wrong.GetAsync(users)).Refused(401);
        (await shared.Admin.GetAsync(users)).Refused(401);
        (await data.GetAsync(users)).Refused(403);
        (await token.Client.GetAsync(users)).Refused(403);
    }

    [Fact]
    public async Task Key_RevokedOrItsTenantSuspended_OpensNothing()
    {
        using var directory = await TenantDirectory.CreateAsync(shared);
        (await directory.GetAsync("Users")).With(200);

        (await shared.Admin.PatchAsync($"/admin/v1/tenants/{directory.Tenant}", new JsonObject { ["status"] = "suspended" })).With(200);
        (await directory.GetAsync("Users")).Refused(403);
        (await shared.Admin.PatchAsync($"/admin/v1/tenants/{directory.Tenant}", new JsonObject { ["status"] = "active" })).With(200);
        (await directory.GetAsync("Users")).With(200);

        (await shared.Admin.DeleteAsync($"/admin/v1/tenants/{directory.Tenant}/keys/{directory.KeyId}")).With(200);
        (await directory.GetAsync("Users")).Refused(401);
    }

    [Theory]
    [InlineData("""["scim","inference"]""")]
    [InlineData("""["scim:all"]""")]
    public async Task Scope_OfDirectories_StandsAlone(string scopes)
    {
        var tenant = await shared.Admin.CreateTenantAsync();

        (await shared.Admin.PostAsync($"/admin/v1/tenants/{tenant}/keys", $$"""{"name":"x","scopes":{{scopes}}}""")).With(400).Error["param"]!.GetValue<string>().ShouldBe("scopes");
    }

    [Fact]
    public async Task Key_WithoutScopesNamed_IsNoDirectorys() =>
        (await shared.Admin.CreateKeyAsync(await shared.Admin.CreateTenantAsync()))["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldNotContain("scim");

    [Theory]
    [InlineData("owner", 201)]
    [InlineData("developer", 403)]
    public async Task Maker_OfADirectorysKey_NeedsThePermission(string role, int status)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, tenant);
        await caller.SetRoleAsync(role);

        (await caller.Client.PostAsync($"/admin/v1/tenants/{tenant}/keys", """{"name":"directory","scopes":["scim"]}""")).With(status);
    }

    // Or whoever may make ordinary keys could get the directory's secret.
    [Fact]
    public async Task Secret_OfADirectorysKey_IsNotForThoseWhoCouldNotMakeIt()
    {
        using var directory = await TenantDirectory.CreateAsync(shared);
        using var caller = await OAuthCaller.CreateAsync(shared, directory.Tenant);
        await caller.SetRoleAsync("developer");

        (await caller.Client.PostAsync($"/admin/v1/tenants/{directory.Tenant}/keys/{directory.KeyId}/rotate", "{}")).With(403).Error["code"]!.GetValue<string>().ShouldBe("missing_permission");
    }

    [Fact]
    public async Task OAuthClient_CannotAskForIt() =>
        (await shared.Admin.PostAsync(
            $"/admin/v1/tenants/{await shared.Admin.CreateTenantAsync()}/oauth-clients",
            """{"name":"x","grant_types":["client_credentials"],"scopes":["scim"],"confidential":true}""")).With(400);
}
