using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>The life of a directory's user.</summary>
public sealed class ScimUsersTests(SharedSilo shared) : IAsyncLifetime
{
    private TenantDirectory _directory = null!;

    private string Members => $"/admin/v1/tenants/{_directory.Tenant}/members";

    public async ValueTask InitializeAsync() => _directory = await TenantDirectory.CreateAsync(shared);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task User_Created_ShownAndMemberWithTheDefaultRole()
    {
        var address = TenantDirectory.NewAddress();

        var answer = (await _directory.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{address}}","externalId":"ext-1","name":{"givenName":"Ann","familyName":"Lee"},
             "emails":[{"value":"{{address}}","type":"work","primary":true}],"timezone":"Europe/Berlin","active":true}
            """)).With(201);

        answer.Headers["Content-Type"].ShouldBe("application/scim+json; charset=utf-8");
        var (user, id) = (answer.Json, answer.Json.Text("id"));
        answer.Headers["Location"].ShouldBe(user["meta"]!.Text("location"));
        user["meta"]!.Text("location").ShouldEndWith($"/scim/v2/{_directory.Tenant}/Users/{id}");
        user["meta"]!.Text("resourceType").ShouldBe("User");
        user["meta"]!.Text("version").ShouldBe(answer.Headers["ETag"]);
        (user.Text("userName"), user.Text("externalId"), user["name"]!.Text("familyName"), user["active"]!.GetValue<bool>()).ShouldBe((address, "ext-1", "Lee", true));
        (await _directory.GetAsync($"Users/{id}")).With(200).Body.ShouldBe(answer.Body);
        (await shared.Admin.GetAsync($"{Members}/{id}")).With(200).Json["roles"]!.AsArray().Select(role => role!.GetValue<string>()).ShouldBe(["viewer"]);
        var account = (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json;
        (account.Text("email"), account.Text("name"), account.Text("provisioned_by"), account["active"]!.GetValue<bool>()).ShouldBe((address, "Ann Lee", _directory.Tenant, true));
    }

    [Theory]
    [InlineData("userName eq \"{NAME}\"")]
    [InlineData("externalId eq \"ext-7\"")]
    [InlineData("id eq \"{id}\"")]
    [InlineData("emails.value eq \"Second-{name}\"")]
    [InlineData("emails[type eq \"home\" and value eq \"second-{name}\"]")]
    [InlineData("emails eq \"{name}\"")]
    [InlineData("userName eq \"{name}\" and active eq true")]
    [InlineData("name.familyName sw \"MÜL\" and not (name.givenName pr)")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"{name}\"")]
    public async Task Filter_OfOneUser_FindsThatUserAlone(string filter)
    {
        var name = TenantDirectory.NewAddress("otto");
        await _directory.CreateUserAsync(TenantDirectory.NewAddress());
        var id = (await _directory.CreateUserAsync(
            name, $$""","externalId":"ext-7","name":{"familyName":"Müller"},"emails":[{"value":"{{name}}","type":"work"},{"value":"second-{{name}}","type":"home"}]""")).Text("id");

        var found = await _directory.FindAsync(
            "Users", filter.Replace("{name}", name, StringComparison.Ordinal).Replace("{NAME}", name.ToUpperInvariant(), StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal));

        found.All("id").ShouldBe([id]);
    }

    [Fact]
    public async Task User_SuspendedAndLetInAgain_SessionAndTokenOpenNothingMeanwhile()
    {
        var address = TenantDirectory.NewAddress();
        var id = (await _directory.CreateUserAsync(address)).Text("id");
        using var token = await UserToken.SignInAsync(shared, id, address, _directory.Tenant, "openid models:read admin");
        (await token.Client.GetAsync("/v1/models")).With(200);
        (await token.Client.GetAsync(Members)).With(200);

        (await _directory.PatchAsync($"Users/{id}", "replace", "active", "false")).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();

        (await token.Client.GetAsync("/v1/models")).With(401);
        (await token.Client.GetAsync(Members)).With(401);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}/sessions")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();
        var member = (await shared.Admin.GetAsync($"{Members}/{id}")).With(200).Json;
        (member["suspended"]!.GetValue<bool>(), member["permissions"]!.AsArray().Count, member["roles"]!.AsArray().Count).ShouldBe((true, 0, 1));
        using BrowserClient browser = new(shared.Silo.Address);
        await browser.SignInAsync(address, "correct horse battery");
        (await browser.IsSignedInAsync()).ShouldBeFalse();

        (await _directory.PatchAsync($"Users/{id}", "replace", "active", "true")).With(200);

        using var again = await UserToken.SignInAsync(shared, id, address, _directory.Tenant, "openid models:read");
        (await again.Client.GetAsync("/v1/models")).With(200);
        (await token.Client.GetAsync("/v1/models")).With(401); // The old session stays ended.
    }

    [Fact]
    public async Task User_Deleted_GoneWithAccountAndMembershipAndMayBeMadeAnew()
    {
        var address = TenantDirectory.NewAddress();
        var id = (await _directory.CreateUserAsync(address)).Text("id");
        var group = (await _directory.CreateGroupAsync("Team", id)).Text("id");
        using var token = await UserToken.SignInAsync(shared, id, address, _directory.Tenant, "openid models:read");

        (await _directory.DeleteAsync($"Users/{id}")).With(204);

        (await _directory.GetAsync($"Users/{id}")).Refused(404);
        (await _directory.DeleteAsync($"Users/{id}")).Refused(404);
        (await _directory.FindAsync("Users", $"userName eq \"{address}\"")).Total().ShouldBe(0);
        (await _directory.GetAsync($"Groups/{group}")).With(200).Json["members"].ShouldBeNull();
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(404);
        (await shared.Admin.GetAsync($"{Members}/{id}")).With(404);
        (await token.Client.GetAsync("/v1/models")).With(401);
        (await _directory.CreateUserAsync(address)).Text("id").ShouldNotBe(id);
    }

    [Fact]
    public async Task Put_WhatIsLeftOut_IsGoneButNotWhetherTheUserIsLetIn()
    {
        var address = TenantDirectory.NewAddress();
        var id = (await _directory.CreateUserAsync(address, ""","active":false,"displayName":"Ann","externalId":"e" """)).Text("id");

        var user = (await _directory.PutAsync($"Users/{id}", $$"""{"userName":"{{address}}","name":{"formatted":"Ann B."} }""")).With(200).Json;

        (user["displayName"], user["externalId"], user["active"]!.GetValue<bool>(), user["name"]!.Text("formatted")).ShouldBe((null, null, false, "Ann B."));
        (await _directory.FindAsync("Users", "externalId eq \"e\"")).Total().ShouldBe(0);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json.Text("name").ShouldBe("Ann B.");
    }

    [Fact]
    public async Task UserNameOrAddress_OfAnotherOfTheDirectory_Conflict()
    {
        var (first, second) = (TenantDirectory.NewAddress(), TenantDirectory.NewAddress("bob"));
        await _directory.CreateUserAsync(first);
        var id = (await _directory.CreateUserAsync(second)).Text("id");

        (await _directory.PostAsync("Users", $$"""{"userName":"{{first.ToUpperInvariant()}}"}""")).Refused(409, "uniqueness");
        (await _directory.PostAsync("Users", $$"""{"userName":"other","emails":[{"value":"{{first}}"}]}""")).Refused(409, "uniqueness");
        (await _directory.PatchAsync($"Users/{id}", "replace", "userName", $"\"{first}\"")).Refused(409, "uniqueness");
        (await _directory.PatchAsync($"Users/{id}", "add", "emails", $$"""[{"value":"{{first}}","primary":true}]""")).Refused(409, "uniqueness");

        (await _directory.GetAsync($"Users/{id}")).With(200).Json.Text("userName").ShouldBe(second);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json.Text("email").ShouldBe(second);
    }

    [Fact]
    public async Task Patch_OneOperationOfSeveralIsWrong_NothingChanges()
    {
        var id = (await _directory.CreateUserAsync(TenantDirectory.NewAddress(), ""","displayName":"Ann" """)).Text("id");
        var before = (await _directory.GetAsync($"Users/{id}")).With(200).Body;

        (await _directory.PatchAsync($"Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"displayName","value":"Bob"},{"op":"replace","path":"active","value":false},{"op":"remove","path":"userName"}]}
            """)).Refused(400, "invalidValue");

        (await _directory.GetAsync($"Users/{id}")).With(200).Body.ShouldBe(before);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task MassAssignment_OfWhatIsNotTheDirectorys_ChangesNothing(string method)
    {
        var address = TenantDirectory.NewAddress();
        var hostile = $$"""
            "id":"usr_000000000000000000000000","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{address}}","password":"pwned-pwned-pwned","roles":[{"value":"owner"}],
            "groups":[{"value":"grp_000000000000000000000000"}],"entitlements":[{"value":"platform-admin"}],"meta":{"version":"W/\"99\"","created":"1999-01-01T00:00:00Z"},"tenant_id":"default",
            "provisioned_by":"default","platform_admin":true,"email_confirmed":true,"permissions":["tenants:manage"],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"x"} }
            """;
        var id = method == "POST"
            ? (await _directory.PostAsync("Users", $"{{{hostile}}}")).With(201).Json.Text("id")
            : (await _directory.CreateUserAsync(address)).Text("id");
        if (method == "PUT")
        {
            (await _directory.PutAsync($"Users/{id}", $"{{{hostile}}}")).With(200);
        }
        else if (method == "PATCH")
        {
            (await _directory.PatchAsync($"Users/{id}", "replace", null, $"{{{hostile}}}")).With(200);
        }

        id.ShouldNotBe("usr_000000000000000000000000");
        var user = (await _directory.GetAsync($"Users/{id}")).With(200).Json.AsObject();
        user.Select(member => member.Key).ShouldBe(["id", "schemas", "userName", "active", "meta"], ignoreOrder: true);
        user["meta"]!.Text("created").ShouldNotStartWith("1999");
        (await shared.Admin.GetAsync($"{Members}/{id}")).With(200).Json["roles"]!.AsArray().Select(role => role!.GetValue<string>()).ShouldBe(["viewer"]);
        var account = (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json;
        (account.Text("provisioned_by"), account["email_confirmed"]!.GetValue<bool>()).ShouldBe((_directory.Tenant, false));
        (await shared.Admin.GetAsync($"/admin/v1/members/{id}")).With(404);
        using BrowserClient browser = new(shared.Silo.Address);
        await browser.SignInAsync(address, "pwned-pwned-pwned");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Versions_OfAUser_GuardChanges()
    {
        var made = await _directory.CreateUserAsync(TenantDirectory.NewAddress());
        var (path, version) = ($"Users/{made.Text("id")}", made["meta"]!.Text("version"));
        (await _directory.SendAsync("GET", path, null, ("If-None-Match", version))).With(304).Body.ShouldBeEmpty();

        var changed = await _directory.SendAsync(
            "PATCH", path, """{"Operations":[{"op":"add","path":"displayName","value":"Ann"}]}""", ("If-Match", version));

        changed.With(200).Headers["ETag"].ShouldNotBe(version);
        (await _directory.SendAsync("GET", path, null, ("If-None-Match", version))).With(200);
        (await _directory.SendAsync("PATCH", path, """{"Operations":[{"op":"add","path":"displayName","value":"Bob"}]}""", ("If-Match", version))).Refused(412);
        (await _directory.SendAsync("DELETE", path, null, ("If-Match", version))).Refused(412);
        (await _directory.SendAsync("DELETE", path, null, ("If-Match", changed.Headers["ETag"]))).With(204);
    }

    [Fact]
    public async Task Change_Each_IsInTheAuditTrailWithoutWhoItWas()
    {
        var address = TenantDirectory.NewAddress("secretive");
        var id = (await _directory.CreateUserAsync(address)).Text("id");
        (await _directory.PatchAsync($"Users/{id}", "replace", "active", "false")).With(200);
        (await _directory.DeleteAsync($"Users/{id}")).With(204);

        var trail = (await shared.Admin.GetAsync($"/admin/v1/audit?tenant={_directory.Tenant}")).With(200);

        trail.Body.ShouldNotContain("secretive");
        var rows = trail.Json["data"]!.AsArray().Where(row => row!.Text("action").StartsWith("scim.", StringComparison.Ordinal)).Select(row => row!).ToList();
        rows.Select(row => row.Text("action")).ShouldBe(["scim.users.create", "scim.users.change", "scim.users.delete"], ignoreOrder: true);
        rows.ShouldAllBe(row => row.Text("actor") == _directory.KeyId && row.Text("target") == id);
        rows.Single(row => row.Text("action") == "scim.users.change")["detail"]!["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Operator_ShutsAUserOut_TheDirectoryCannotLetThemIn()
    {
        var id = (await _directory.CreateUserAsync(TenantDirectory.NewAddress())).Text("id");
        (await shared.Admin.PatchAsync($"/admin/v1/users/{id}", new JsonObject { ["active"] = false })).With(200);

        (await _directory.PatchAsync($"Users/{id}", "replace", "active", "false")).With(200);
        (await _directory.PatchAsync($"Users/{id}", "replace", "active", "true")).With(200);

        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Operator_DeletesAUser_GoneFromTheDirectory()
    {
        var id = (await _directory.CreateUserAsync(TenantDirectory.NewAddress())).Text("id");

        (await shared.Admin.DeleteAsync($"/admin/v1/users/{id}")).With(200);

        (await _directory.GetAsync($"Users/{id}")).Refused(404);
        (await _directory.GetAsync("Users")).Total().ShouldBe(0);
        (await shared.Admin.GetAsync($"{Members}/{id}")).With(404);
    }

    [Fact]
    public async Task Request_OfATenantThatLogsBodies_LoggedWithoutBody()
    {
        (await shared.Admin.PatchAsync($"/admin/v1/tenants/{_directory.Tenant}", JsonNode.Parse("""{"settings":{"log_bodies":true}}""")!)).With(200);

        var id = (await _directory.PostAsync("Users", $$"""{"userName":"{{TenantDirectory.NewAddress()}}","displayName":"Xylophone"}""")).With(201).Headers["x-request-id"];

        Http.Answer log = null!;
        await SiloProcess.WaitUntilAsync(async () => (log = await shared.Admin.GetAsync($"/admin/v1/logs/{id}")).Status == 200, TimeSpan.FromSeconds(10));
        (log.Json.Text("operation"), log.Json["request_body"], log.Json["response_body"]).ShouldBe(("scimCreateUser", null, null));
    }

    [Fact]
    public async Task Page_OfTheAccount_ShowsAHostileNameAsText()
    {
        var address = TenantDirectory.NewAddress();
        var id = (await _directory.CreateUserAsync(address, ""","displayName":"<img src=x onerror=alert(1)>" """)).Text("id");
        (await shared.Admin.PatchAsync($"/admin/v1/users/{id}", new JsonObject { ["password"] = "correct horse battery" })).With(200);
        using BrowserClient browser = new(shared.Silo.Address);
        await browser.SignInAsync(address, "correct horse battery");

        var page = (await browser.GetAsync("/account")).With(200).Body;

        page.ShouldContain("&lt;img src=x");
        page.ShouldNotContain("<img src=x");
    }

    [Fact]
    public async Task PersonalData_OfADirectory_IsNotReadableInTheDatabase()
    {
        var word = $"w{Guid.NewGuid():n}";
        await _directory.CreateUserAsync($"{word}@example.org", $$""","externalId":"{{word}}","displayName":"{{word}}" """);

        foreach (var file in Directory.GetFiles(shared.Silo.Data, "gateway.db*"))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotContain(word);
        }
    }
}
