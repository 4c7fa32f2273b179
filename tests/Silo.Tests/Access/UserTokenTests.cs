using System.Diagnostics;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>What a person's access token opens: its scopes, as far as their roles go, while their session lives.</summary>
public sealed class UserTokenTests(SharedSilo shared)
{
    private const string Scope = "openid inference models:read admin";
    private static readonly JsonObject Question = ChatBody.Ask("What is the capital of France?");

    [Fact]
    public async Task Developer_BothPlanes_AsTheRoleSays()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(shared, tenant, Scope);
        await SetRoleAsync(tenant, user, "developer");

        (await user.Client.ChatAsync(Question)).With(200);
        (await user.Client.GetAsync($"/admin/v1/tenants/{tenant}/keys")).With(200);
        (await user.Client.GetAsync($"/admin/v1/tenants/{tenant}/invoices")).With(404);
        (await user.Client.PutAsync($"/admin/v1/tenants/{tenant}/members/{user.UserId}", """{"roles":["owner"]}""")).With(403);
        (await user.Client.GetAsync("/admin/v1/tenants/default/keys")).With(404);
        (await shared.Admin.GetAsync($"/admin/v1/usage?tenant={tenant}&group_by=key")).With(200).Json["data"]!.AsArray().Single()!.Text("key").ShouldBe(user.UserId);
    }

    [Fact]
    public async Task Viewer_ScopeWithoutThePermission_Refused()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(shared, tenant, Scope);
        await SetRoleAsync(tenant, user, "viewer");

        (await user.Client.GetAsync("/v1/models")).With(200);
        (await user.Client.ChatAsync(Question)).With(403).Error.ShouldContainKey("code");

        await SetRoleAsync(tenant, user, "developer");
        (await user.Client.ChatAsync(Question)).With(200);
    }

    [Fact]
    public async Task Member_TakenOut_OpensNothingFromTheNextRequestOn()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(shared, tenant, Scope);
        (await user.Client.ChatAsync(Question)).With(403).Error["code"]!.GetValue<string>().ShouldBe("not_a_member");
        await SetRoleAsync(tenant, user, "owner");
        (await user.Client.ChatAsync(Question)).With(200);

        (await shared.Admin.DeleteAsync($"/admin/v1/tenants/{tenant}/members/{user.UserId}")).With(204);

        (await user.Client.ChatAsync(Question)).With(403);
        (await user.Client.GetAsync($"/admin/v1/tenants/{tenant}")).With(404);
    }

    [Fact]
    public async Task Session_Ended_StreamsEndAndTheTokenOpensNothing()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(shared, tenant, Scope);
        await SetRoleAsync(tenant, user, "developer");
        using var stream = await user.Client.OpenAsync(ChatBody.Long(1000));
        (await stream.NextAsync()).ShouldNotBeNull();

        (await shared.Admin.DeleteAsync($"/admin/v1/users/{user.UserId}/sessions")).With(200);

        var ended = Stopwatch.GetTimestamp();
        var events = await stream.ReadToEndAsync();
        Stopwatch.GetElapsedTime(ended).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        events.ShouldNotContain("data: [DONE]");
        (await user.Client.ChatAsync(Question)).With(401);
        (await user.Client.GetAsync("/admin/v1/me")).With(401);
    }

    [Fact]
    public async Task User_ShutOutOrDeleted_TokenOpensNothing()
    {
        using var user = await UserToken.SignInAsync(shared, null, Scope);
        (await user.Client.GetAsync("/admin/v1/me")).With(200).Json.Text("id").ShouldBe(user.UserId);

        (await shared.Admin.PatchAsync($"/admin/v1/users/{user.UserId}", new JsonObject { ["active"] = false })).With(200);
        (await user.Client.GetAsync("/admin/v1/me")).With(401);

        (await shared.Admin.DeleteAsync($"/admin/v1/users/{user.UserId}")).With(200);
        (await user.Client.GetAsync("/admin/v1/me")).With(401);
    }

    [Fact]
    public async Task Token_WithoutTenantOrScope_Refused()
    {
        using var nowhere = await UserToken.SignInAsync(shared, null, Scope);
        (await nowhere.Client.GetAsync("/v1/models")).With(403).Error["code"]!.GetValue<string>().ShouldBe("tenant_missing");

        var tenant = await shared.Admin.CreateTenantAsync();
        using var narrow = await UserToken.SignInAsync(shared, tenant, "openid models:read");
        await SetRoleAsync(tenant, narrow, "owner");
        (await narrow.Client.GetAsync("/v1/models")).With(200);
        (await narrow.Client.ChatAsync(Question)).With(403);
        (await narrow.Client.GetAsync("/admin/v1/me")).With(403).Error["code"]!.GetValue<string>().ShouldBe("insufficient_scope");
    }

    [Fact]
    public async Task Tenant_Suspended_TokenRefused()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(shared, tenant, Scope);
        await SetRoleAsync(tenant, user, "developer");
        (await user.Client.GetAsync("/v1/models")).With(200);

        (await shared.Admin.PatchAsync($"/admin/v1/tenants/{tenant}", new JsonObject { ["status"] = "suspended" })).With(200);

        (await user.Client.GetAsync("/v1/models")).With(403).Error["code"]!.GetValue<string>().ShouldBe("tenant_suspended");
    }

    private async Task SetRoleAsync(string tenant, UserToken user, string role) =>
        (await shared.Admin.PutAsync($"/admin/v1/tenants/{tenant}/members/{user.UserId}", new JsonObject { ["roles"] = new JsonArray(role) })).With(200);
}
