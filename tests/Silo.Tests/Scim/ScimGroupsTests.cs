using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>A directory's groups, which give their members the roles that an administrator gave them.</summary>
public sealed class ScimGroupsTests(SharedSilo shared) : IAsyncLifetime
{
    private const string Nobody = "usr_0123456789abcdef01234567";

    private TenantDirectory _directory = null!;

    private string Groups => $"/admin/v1/tenants/{_directory.Tenant}/groups";

    public async ValueTask InitializeAsync() => _directory = await TenantDirectory.CreateAsync(shared);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Group_GivenARole_ItsMembersMayChatUntilTheyLeave()
    {
        var address = TenantDirectory.NewAddress();
        var user = (await _directory.CreateUserAsync(address)).Text("id");
        var group = (await _directory.CreateGroupAsync("Developers")).Text("id");
        (await shared.Admin.PutAsync($"{Groups}/{group}", """{"name":"Developers","roles":["developer"]}""")).With(200);
        using var token = await UserToken.SignInAsync(shared, user, address, _directory.Tenant, "openid inference models:read");
        (await token.Client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(403);

        (await _directory.PatchAsync($"Groups/{group}", "add", "members", $$"""[{"value":"{{user}}"}]""")).With(200);
        (await token.Client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(200);
        (await _directory.GetAsync($"Users/{user}")).With(200).Json["groups"]!.AsArray().Single()!.Text("display").ShouldBe("Developers");

        (await _directory.PatchAsync($"Groups/{group}", "remove", $"members[value eq \"{user}\"]", "null")).With(200).Json["members"].ShouldBeNull();
        (await token.Client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(403);
        (await token.Client.GetAsync("/v1/models")).With(200); // The default role is left.
    }

    [Fact]
    public async Task Group_RenamedReplacedDeleted_RolesStayUntilThen()
    {
        var (ann, bob) = ((await _directory.CreateUserAsync(TenantDirectory.NewAddress())).Text("id"), (await _directory.CreateUserAsync(TenantDirectory.NewAddress("bob"))).Text("id"));
        var made = await _directory.CreateGroupAsync("Team", ann);
        var group = made.Text("id");
        made["members"]!.AsArray().Single()!.Text("$ref").ShouldEndWith($"/Users/{ann}");
        (await shared.Admin.PutAsync($"{Groups}/{group}", """{"name":"Team","roles":["billing"]}""")).With(200).Json["members"]!.AsArray().Single()!.GetValue<string>().ShouldBe(ann);

        (await _directory.PutAsync($"Groups/{group}", $$"""{"displayName":"Crew","externalId":"x","members":[{"value":"{{bob}}"}]}""")).With(200);

        var shown = (await shared.Admin.GetAsync($"{Groups}/{group}")).With(200).Json;
        (shown.Text("name"), shown.Text("external_id"), shown["members"]!.AsArray().Single()!.GetValue<string>(), shown["roles"]!.AsArray().Single()!.GetValue<string>()).ShouldBe(("Crew", "x", bob, "billing"));
        (await _directory.FindAsync("Groups", "displayName eq \"crew\"")).All("id").ShouldBe([group]);
        (await _directory.FindAsync("Groups", $"id eq \"{group}\" and members eq \"{bob}\"")).Total().ShouldBe(1);
        (await _directory.FindAsync("Groups", $"members[value eq \"{ann}\"]")).Total().ShouldBe(0);
        (await _directory.GetAsync("Groups?excludedAttributes=members")).Resources().Single()["members"].ShouldBeNull();

        (await _directory.DeleteAsync($"Groups/{group}")).With(204);
        (await _directory.GetAsync($"Groups/{group}")).Refused(404);
        (await shared.Admin.GetAsync($"/admin/v1/tenants/{_directory.Tenant}/members/{bob}")).With(200).Json["permissions"]!.ToJsonString().ShouldNotContain("invoices:read");
    }

    [Fact]
    public async Task Groups_OfAdministrators_AreNotTheDirectorys()
    {
        var user = (await _directory.CreateUserAsync(TenantDirectory.NewAddress())).Text("id");
        var owners = (await shared.Admin.PostAsync(Groups, """{"name":"Owners","roles":["owner"]}""")).With(201).Json.Text("id");

        (await _directory.GetAsync("Groups")).Total().ShouldBe(0);
        (await _directory.GetAsync($"Groups/{owners}")).Refused(404);
        (await _directory.PatchAsync($"Groups/{owners}", "add", "members", $$"""[{"value":"{{user}}"}]""")).Refused(404);
        (await _directory.PutAsync($"Groups/{owners}", """{"displayName":"Mine"}""")).Refused(404);
        (await _directory.DeleteAsync($"Groups/{owners}")).Refused(404);

        (await shared.Admin.GetAsync($"{Groups}/{owners}")).With(200).Json["members"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"name":"Other","roles":["viewer"]}""", 409)]
    [InlineData("""{"name":"Team","members":["usr_0123456789abcdef01234567"],"roles":["viewer"]}""", 409)]
    [InlineData("""{"name":"Team","members":[],"roles":["viewer"]}""", 200)]
    [InlineData("""{"name":"Team","roles":["viewer"]}""", 200)]
    public async Task Administrator_ChangesWhatIsTheDirectorys_RefusedButForRoles(string body, int status)
    {
        var group = (await _directory.CreateGroupAsync("Team")).Text("id");

        (await shared.Admin.PutAsync($"{Groups}/{group}", body)).With(status);

        (await _directory.GetAsync($"Groups/{group}")).With(200).Json.Text("displayName").ShouldBe("Team");
    }

    [Fact]
    public async Task MassAssignment_OfAGroupsRoles_ChangesNothing()
    {
        var hostile = $$"""{"id":"grp_000000000000000000000000","displayName":"Team","roles":["owner"],"Roles":["owner"],"fromDirectory":false,"revision":99,"meta":{"version":"W/\"7\""} }""";
        var group = (await _directory.PostAsync("Groups", hostile)).With(201).Json.Text("id");
        (await _directory.PutAsync($"Groups/{group}", hostile)).With(200);
        (await _directory.PatchAsync($"Groups/{group}", "replace", null, hostile)).With(200).Json.AsObject().Select(member => member.Key).ShouldBe(["id", "schemas", "displayName", "meta"], ignoreOrder: true);

        var shown = (await shared.Admin.GetAsync($"{Groups}/{group}")).With(200).Json;
        (shown["roles"]!.AsArray().Count, shown["from_directory"]!.GetValue<bool>()).ShouldBe((0, true));
    }

    [Fact]
    public async Task Members_ManyAtOnceByManyRequests_NoneIsLost()
    {
        var group = (await _directory.CreateGroupAsync("Team")).Text("id");
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number => (await _directory.CreateUserAsync(TenantDirectory.NewAddress($"user{number}"))).Text("id")));

        var answers = await Task.WhenAll(users.Select(user => _directory.PatchAsync($"Groups/{group}", "add", "members", $$"""[{"value":"{{user}}"}]""")));

        answers.ShouldAllBe(answer => answer.Status == 200);
        (await _directory.GetAsync($"Groups/{group}")).With(200).Json["members"]!.AsArray().Select(member => member!.Text("value")).ShouldBe(users, ignoreOrder: true);
    }

    [Theory]
    [InlineData(Nobody)]
    [InlineData("cli_0123456789abcdef01234567")]
    [InlineData("grp_0123456789abcdef01234567")]
    [InlineData("ann@example.org")]
    [InlineData("")]
    public async Task Member_WhoIsNoUserOfTheDirectory_Refused(string member)
    {
        var group = (await _directory.CreateGroupAsync("Team")).Text("id");

        (await _directory.PostAsync("Groups", $$"""{"displayName":"Other","members":[{"value":"{{member}}"}]}""")).Refused(400, "invalidValue");
        (await _directory.PatchAsync($"Groups/{group}", "add", "members", $$"""[{"value":"{{member}}"}]""")).Refused(400, "invalidValue");

        (await _directory.GetAsync("Groups")).Resources().Single()["members"].ShouldBeNull();
    }

    [Fact]
    public async Task Members_MoreThanAGroupMayHave_RefusedSayingHowMany()
    {
        var members = string.Join(',', Enumerable.Range(0, 10_001).Select(number => $$"""{"value":"usr_{{number:x24}}"}"""));

        (await _directory.PostAsync("Groups", $$"""{"displayName":"Team","members":[{{members}}]}""")).Refused(400, "invalidValue")["detail"]!.GetValue<string>().ShouldContain("10000");
        (await _directory.PostAsync("Groups", $$"""{"displayName":"{{new string('x', 3_000_000)}}"}""")).Refused(413);
    }

    [Fact]
    public async Task DisplayName_OfAnotherGroupOfTheDirectory_Conflict()
    {
        await _directory.CreateGroupAsync("Team");
        var group = (await _directory.CreateGroupAsync("Crew")).Text("id");

        (await _directory.PostAsync("Groups", """{"displayName":"TEAM"}""")).Refused(409, "uniqueness");
        (await _directory.PatchAsync($"Groups/{group}", "replace", "displayName", "\"Team\"")).Refused(409, "uniqueness");
    }

    [Fact]
    public async Task Member_Suspended_KeepsTheGroupAndHasItsRoleAgainLater()
    {
        var user = (await _directory.CreateUserAsync(TenantDirectory.NewAddress())).Text("id");
        var group = (await _directory.CreateGroupAsync("Billing", user)).Text("id");
        (await shared.Admin.PutAsync($"{Groups}/{group}", """{"name":"Billing","roles":["billing"]}""")).With(200);
        var member = $"/admin/v1/tenants/{_directory.Tenant}/members/{user}";

        (await _directory.PatchAsync($"Users/{user}", "replace", "active", "false")).With(200);
        (await shared.Admin.GetAsync(member)).With(200).Json["permissions"]!.AsArray().ShouldBeEmpty();
        (await _directory.GetAsync($"Groups/{group}")).With(200).Json["members"]!.AsArray().Count.ShouldBe(1);

        (await _directory.PatchAsync($"Users/{user}", "replace", "active", "true")).With(200);
        (await shared.Admin.GetAsync(member)).With(200).Json["permissions"]!.ToJsonString().ShouldContain("invoices:read");
    }
}
