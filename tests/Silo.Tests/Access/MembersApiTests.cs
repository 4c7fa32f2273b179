using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Access;

public sealed class MembersApiTests(SharedSilo shared) : IAsyncLifetime
{
    private const string Nobody = "cli_0123456789abcdef01234567";

    private OAuthCaller _caller = null!;

    private string Client => _caller.Id;

    public async ValueTask InitializeAsync() => _caller = await OAuthCaller.CreateAsync(shared, await shared.Admin.CreateTenantAsync());

    public ValueTask DisposeAsync()
    {
        _caller.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Member_SetChangedRemoved_Shown()
    {
        var members = $"/admin/v1/tenants/{await shared.Admin.CreateTenantAsync()}/members";

        var set = (await shared.Admin.PutAsync($"{members}/{Client}", Roles("viewer"))).With(200).Json;
        set.Text("id").ShouldBe(Client);
        Strings(set["permissions"]).ShouldContain("keys:read");
        (await shared.Admin.GetAsync(members)).With(200).Json["data"]!.AsArray().Count.ShouldBe(1);
        Strings((await shared.Admin.PutAsync($"{members}/{Client}", Roles("owner", "billing"))).With(200).Json["roles"]).ShouldBe(["owner", "billing"]);

        (await shared.Admin.DeleteAsync($"{members}/{Client}")).With(204);
        (await shared.Admin.DeleteAsync($"{members}/{Client}")).With(404);
        (await shared.Admin.GetAsync($"{members}/{Client}")).With(404);
    }

    [Fact]
    public async Task Role_MadeUsedRemoved_MembersLoseIt()
    {
        var tenant = $"/admin/v1/tenants/{await shared.Admin.CreateTenantAsync()}";
        (await shared.Admin.PutAsync($"{tenant}/roles/support", new JsonObject { ["permissions"] = new JsonArray("logs:read") })).With(200);
        (await shared.Admin.PutAsync($"{tenant}/members/{Client}", Roles("support"))).With(200);

        (await shared.Admin.DeleteAsync($"{tenant}/roles/support")).With(204);

        Strings((await shared.Admin.GetAsync($"{tenant}/members/{Client}")).With(200).Json["permissions"]).ShouldBeEmpty();
        (await shared.Admin.GetAsync($"{tenant}/roles")).With(200).Json["data"]!.AsArray().Select(role => role!.Text("id")).ShouldBe(["billing", "developer", "owner", "viewer"]);
    }

    [Fact]
    public async Task Group_MadeReplacedRemoved_RolesFollow()
    {
        var tenant = $"/admin/v1/tenants/{await shared.Admin.CreateTenantAsync()}";
        var made = (await shared.Admin.PostAsync($"{tenant}/groups", Group("Team", "viewer"))).With(201).Json;
        Strings((await shared.Admin.GetAsync($"{tenant}/members/{Client}")).With(200).Json["groups"]).ShouldBe([made.Text("id")]);

        (await shared.Admin.PutAsync($"{tenant}/groups/{made.Text("id")}", Group("Team", "billing"))).With(200);
        Strings((await shared.Admin.GetAsync($"{tenant}/members/{Client}")).With(200).Json["permissions"]).ShouldContain("invoices:read");

        (await shared.Admin.DeleteAsync($"{tenant}/groups/{made.Text("id")}")).With(204);
        (await shared.Admin.GetAsync($"{tenant}/members/{Client}")).With(404);
    }

    [Fact]
    public async Task Grant_OfAModel_KeysThatAreNotNamedAreRefused()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var (named, other) = (await shared.Admin.CreateKeyAsync(tenant), await shared.Admin.CreateKeyAsync(tenant));
        using var allowed = new GatewayClient(shared.Silo.Address, named.Text("key"));
        using var refused = new GatewayClient(shared.Silo.Address, other.Text("key"));
        (await refused.GetAsync("/v1/models/gateway-tiny")).With(200);
        var grants = $"/admin/v1/tenants/{tenant}/grants/model/gateway-tiny";

        (await shared.Admin.PutAsync(grants, new JsonArray(new JsonObject { ["grantee"] = named.Text("id"), ["level"] = "use" }))).With(200);

        (await allowed.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(200);
        (await refused.ChatAsync(ChatBody.Ask("What is the capital of France?"))).With(403).Error["code"]!.GetValue<string>().ShouldBe("model_not_allowed");
        (await refused.GetAsync("/v1/models")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await refused.GetAsync("/v1/models/gateway-tiny")).With(404);
        (await shared.Admin.PutAsync(grants, new JsonArray())).With(200);
        (await refused.GetAsync("/v1/models/gateway-tiny")).With(200);
    }

    [Theory]
    [InlineData("members/usr_0123456789abcdef01234567", """{"roles":["viewer"]}""", 404)]
    [InlineData("members/" + Nobody, """{"roles":["viewer"]}""", 404)]
    [InlineData("members/somebody", """{"roles":["viewer"]}""", 404)]
    [InlineData("members/cli_0123456789abcdef01234567%0A", """{"roles":["viewer"]}""", 404)]
    [InlineData("members/{client}", """{"roles":["platform-admin"]}""", 400)]
    [InlineData("members/{client}", """{"roles":[]}""", 400)]
    [InlineData("members/{client}", """{"roles":[null]}""", 400)]
    [InlineData("members/{client}", """{"roles":"owner"}""", 400)]
    [InlineData("members/{client}", """{}""", 400)]
    [InlineData("members/{client}", "[]", 400)]
    [InlineData("roles/owner", """{"permissions":[]}""", 409)]
    [InlineData("roles/Bad%20Name", """{"permissions":["keys:read"]}""", 400)]
    [InlineData("roles/x", """{"permissions":["tenants:manage"]}""", 400)]
    [InlineData("roles/x", """{"permissions":[null]}""", 400)]
    [InlineData("roles/x", """{"permissions":null}""", 400)]
    [InlineData("groups/grp_none", """{"name":"x"}""", 404)]
    [InlineData("grants/silo/x", "[]", 400)]
    [InlineData("grants/model/m", """[{"grantee":"everyone","level":"use"}]""", 400)]
    [InlineData("grants/model/m", """[{"grantee":"*","level":"own"}]""", 400)]
    [InlineData("grants/model/m", "[null]", 400)]
    public async Task Put_Malformed_RefusedAndNothingChanged(string path, string body, int status)
    {
        var tenant = $"/admin/v1/tenants/{await shared.Admin.CreateTenantAsync()}";

        (await shared.Admin.PutAsync($"{tenant}/{path.Replace("{client}", Client, StringComparison.Ordinal)}", body)).With(status).Error["message"]!.GetValue<string>().ShouldNotBeEmpty();

        (await shared.Admin.GetAsync($"{tenant}/members")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await shared.Admin.GetAsync($"{tenant}/roles")).With(200).Json["data"]!.AsArray().Count.ShouldBe(4);
        (await shared.Admin.GetAsync($"{tenant}/grants")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Me_AdminKey_MayEverything() =>
        Strings((await shared.Admin.GetAsync("/admin/v1/me")).With(200).Json["roles"]).ShouldBe(["platform-admin"]);

    private static JsonObject Roles(params string[] roles) => new() { ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]) };

    private JsonObject Group(string name, string role) => new() { ["name"] = name, ["members"] = new JsonArray(Client), ["roles"] = new JsonArray(role) };

    private static IEnumerable<string> Strings(JsonNode? array) => array!.AsArray().Select(item => item!.GetValue<string>());
}
