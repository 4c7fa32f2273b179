using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>What a tenant's directory can't reach: other tenants, and people who are not its own.</summary>
public sealed class ScimIsolationTests(SharedSilo shared) : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private TenantDirectory _own = null!;
    private TenantDirectory _other = null!;

    public async ValueTask InitializeAsync() => (_own, _other) = (await TenantDirectory.CreateAsync(shared), await TenantDirectory.CreateAsync(shared));

    public ValueTask DisposeAsync()
    {
        _own.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Address_OfAnotherTenant_NotFoundAsIfThereWereNone()
    {
        using GatewayClient client = new(shared.Silo.Address, _own.Key);

        var other = (await client.GetAsync($"/scim/v2/{_other.Tenant}/Users")).Refused(404);
        var none = (await client.GetAsync("/scim/v2/nothing-here/Users")).Refused(404);

        other["detail"]!.GetValue<string>().Replace(_other.Tenant, "nothing-here", StringComparison.Ordinal).ShouldBe(none["detail"]!.GetValue<string>());
        (await client.PostAsync($"/scim/v2/{_other.Tenant}/Users", """{"userName":"x@example.org"}""")).Refused(404);
    }

    [Fact]
    public async Task Ids_OfAnotherTenantsUsersAndGroups_NotFound()
    {
        var user = (await _other.CreateUserAsync(TenantDirectory.NewAddress(), ""","externalId":"e1" """)).Text("id");
        var group = (await _other.CreateGroupAsync("Team", user)).Text("id");

        (await _own.GetAsync($"Users/{user}")).Refused(404);
        (await _own.PutAsync($"Users/{user}", """{"userName":"x@example.org"}""")).Refused(404);
        (await _own.PatchAsync($"Users/{user}", "replace", "active", "false")).Refused(404);
        (await _own.DeleteAsync($"Users/{user}")).Refused(404);
        (await _own.GetAsync($"Groups/{group}")).Refused(404);
        (await _own.PatchAsync($"Groups/{group}", "replace", "displayName", "\"x\"")).Refused(404);
        (await _own.DeleteAsync($"Groups/{group}")).Refused(404);
        (await _own.PostAsync("Groups", $$"""{"displayName":"Mine","members":[{"value":"{{user}}"}]}""")).Refused(400, "invalidValue");
        (await _own.FindAsync("Users", $"id eq \"{user}\"")).Total().ShouldBe(0);
        (await _own.FindAsync("Users", "externalId eq \"e1\"")).Total().ShouldBe(0);

        (await _other.GetAsync($"Users/{user}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task LocalPerson_TakenIn_IsAMemberAndNothingElseChanges()
    {
        var address = TenantDirectory.NewAddress("local");
        var person = (await shared.Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = address, ["name"] = "Own Name", ["password"] = Password })).With(201).Json.Text("id");

        var user = await _own.CreateUserAsync(address, ""","displayName":"Their Name" """);

        (user.Text("id"), user.Text("displayName")).ShouldBe((person, "Their Name"));
        user.ToJsonString().ShouldNotContain("Own Name");
        (await _own.PatchAsync($"Users/{person}", "replace", null, """{"displayName":"Taken","active":false,"emails":[{"value":"thief@example.org","primary":true}],"userName":"thief@example.org"}""")).With(200);

        var account = (await shared.Admin.GetAsync($"/admin/v1/users/{person}")).With(200).Json;
        (account.Text("email"), account.Text("name"), account["active"]!.GetValue<bool>(), account["provisioned_by"]).ShouldBe((address, "Own Name", true, null));
        using BrowserClient browser = new(shared.Silo.Address);
        (await browser.SignInAsync(address, Password)).With(303);
        (await browser.IsSignedInAsync()).ShouldBeTrue();

        (await _own.DeleteAsync($"Users/{person}")).With(204);
        (await browser.IsSignedInAsync()).ShouldBeTrue();
        (await shared.Admin.GetAsync($"/admin/v1/tenants/{_own.Tenant}/members/{person}")).With(404);
        (await shared.Admin.GetAsync($"/admin/v1/users/{person}")).With(200);
    }

    [Fact]
    public async Task MemberOfTwoTenants_SuspendedInOne_WorksOnInTheOther()
    {
        var address = TenantDirectory.NewAddress();
        var id = (await _own.CreateUserAsync(address)).Text("id");
        (await _other.CreateUserAsync(address)).Text("id").ShouldBe(id);
        using var here = await UserToken.SignInAsync(shared, id, address, _own.Tenant, "openid models:read");
        using var there = await UserToken.SignInAsync(shared.Silo, id, address, _other.Tenant, "openid models:read");

        (await _own.PatchAsync($"Users/{id}", "replace", "active", "false")).With(200);

        (await here.Client.GetAsync("/v1/models")).With(403).Error["code"]!.GetValue<string>().ShouldBe("not_a_member");
        (await there.Client.GetAsync("/v1/models")).With(200);
        (await _other.GetAsync($"Users/{id}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeTrue();

        (await _own.DeleteAsync($"Users/{id}")).With(204);
        (await there.Client.GetAsync("/v1/models")).With(200);
    }

    // Who made an account first could otherwise wait for others to take it in, and then come in by it.
    [Fact]
    public async Task Account_TakenInByAnotherTenant_IsNoDirectorysAnyMore()
    {
        var address = TenantDirectory.NewAddress("victim");
        var id = (await _own.CreateUserAsync(address)).Text("id");
        (await _own.PatchAsync($"Users/{id}", "replace", "active", "false")).With(200);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();

        await _other.CreateUserAsync(address);

        var account = (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json;
        (account["active"]!.GetValue<bool>(), account["provisioned_by"]).ShouldBe((true, null));
        (await _own.PatchAsync($"Users/{id}", "replace", "emails", """[{"value":"thief@example.org","primary":true}]""")).With(200);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json.Text("email").ShouldBe(address);
        (await _own.DeleteAsync($"Users/{id}")).With(204);
        (await _other.GetAsync($"Users/{id}")).With(200);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200);
    }

    [Theory]
    [InlineData("/admin/v1/tenants/{other}/members/{id}", """{"roles":["viewer"]}""")]
    [InlineData("/admin/v1/members/{id}", """{"roles":["platform-admin"]}""")]
    public async Task Account_GivenAPlaceElsewhereByAnAdministrator_IsNoDirectorysAnyMore(string path, string body)
    {
        var id = (await _own.CreateUserAsync(TenantDirectory.NewAddress())).Text("id");

        (await shared.Admin.PutAsync(path.Replace("{other}", _other.Tenant, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal), body)).With(200);

        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json["provisioned_by"].ShouldBeNull();
        (await _own.DeleteAsync($"Users/{id}")).With(204);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200);
        if (path.StartsWith("/admin/v1/members", StringComparison.Ordinal))
        {
            (await shared.Admin.DeleteAsync($"/admin/v1/members/{id}")).With(204);
        }
    }

    [Fact]
    public async Task Account_GivenANewAddressByItsDirectory_NeedsANewPasswordAndSignIn()
    {
        var (before, after) = (TenantDirectory.NewAddress("before"), TenantDirectory.NewAddress("after"));
        var id = (await _own.CreateUserAsync(before)).Text("id");
        using var token = await UserToken.SignInAsync(shared, id, before, _own.Tenant, "openid models:read");

        (await _own.PatchAsync($"Users/{id}", "replace", "userName", $"\"{after}\"")).With(200);

        (await token.Client.GetAsync("/v1/models")).With(401);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json.Text("email").ShouldBe(after);
        using BrowserClient browser = new(shared.Silo.Address);
        await browser.SignInAsync(after, Password);
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }
}
