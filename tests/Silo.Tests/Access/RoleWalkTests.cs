using LlmGateway.Grains.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>Calls every endpoint of the admin plane as each role, by HTTP with a token.</summary>
public sealed class RoleWalkTests(SharedSilo shared)
{
    private const string Stranger = "";

    [Theory]
    [InlineData(Roles.Owner)]
    [InlineData(Roles.Developer)]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Billing)]
    [InlineData(Stranger)]
    public async Task Role_EveryEndpoint_OpensWhatTheTableSays(string role)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, tenant);
        if (role != Stranger)
        {
            await caller.SetRoleAsync(role);
        }

        List<string> wrong = [];
        foreach (var endpoint in (await PermissionTable.ReadAsync(shared)).Where(endpoint => endpoint.Path.StartsWith("/admin/", StringComparison.Ordinal)))
        {
            var status = (await caller.Client.SendAsync(Request(endpoint, tenant))).Status;
            var right = endpoint.Permission == "" || (role != Stranger && endpoint.Allows(role)) ? status is not (401 or 403)
                : role == Stranger && endpoint.Place != "platform" ? status == 404
                : status == 403;
            if (!right)
            {
                wrong.Add($"{endpoint}: {status}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlatformAdmin_EveryEndpointOfAnotherTenant_Opens()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, await shared.Admin.CreateTenantAsync());
        (await shared.Admin.PutAsync($"/admin/v1/members/{caller.Id}", """{"roles":["platform-admin"]}""")).With(200);
        List<string> wrong = [];
        foreach (var endpoint in (await PermissionTable.ReadAsync(shared)).Where(endpoint => endpoint.Path.StartsWith("/admin/", StringComparison.Ordinal))
            .OrderBy(endpoint => endpoint.ToString() == "DELETE /admin/v1/tenants/{tenant}"))
        {
            var status = (await caller.Client.SendAsync(Request(endpoint, tenant))).Status;
            if (status is 401 or 403)
            {
                wrong.Add($"{endpoint}: {status}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Role_Removed_OpensNothingFromTheNextRequestOn()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, tenant);
        await caller.SetRoleAsync(Roles.Owner);
        var keys = $"/admin/v1/tenants/{tenant}/keys";
        (await caller.Client.GetAsync(keys)).With(200);

        (await shared.Admin.DeleteAsync($"/admin/v1/tenants/{tenant}/members/{caller.Id}")).With(204);

        (await caller.Client.GetAsync(keys)).With(404);
    }

    [Theory]
    [InlineData("PUT", "members/{self}", """{"roles":["owner"]}""")]
    [InlineData("PUT", "roles/more", """{"permissions":["keys:write"]}""")]
    [InlineData("POST", "groups", """{"name":"x","members":["{self}"],"roles":["owner"]}""")]
    [InlineData("PUT", "members/{owner}", """{"roles":["viewer"]}""")]
    [InlineData("DELETE", "members/{owner}", null)]
    public async Task Member_WhoManagesMembers_CannotGiveOrTakeMoreThanTheyHave(string method, string path, string? body)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, tenant);
        using var owner = await OAuthCaller.CreateAsync(shared, tenant);
        await owner.SetRoleAsync(Roles.Owner);
        (await shared.Admin.PutAsync($"/admin/v1/tenants/{tenant}/roles/clerk", """{"permissions":["members:read","members:write"]}""")).With(200);
        await caller.SetRoleAsync("clerk");

        var answer = await caller.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"/admin/v1/tenants/{tenant}/{Fill(path)}")
        {
            Content = body is null ? null : new StringContent(Fill(body), System.Text.Encoding.UTF8, "application/json"),
        });

        answer.With(403).Error["code"]!.GetValue<string>().ShouldBe("missing_permission");
        string Fill(string text) => text.Replace("{self}", caller.Id, StringComparison.Ordinal).Replace("{owner}", owner.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"suspended"}""")]
    [InlineData("""{"plan":"gold"}""")]
    public async Task Owner_StatusOrPlanOfTheTenant_Refused(string body)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var caller = await OAuthCaller.CreateAsync(shared, tenant);
        await caller.SetRoleAsync(Roles.Owner);

        (await caller.Client.PatchAsync($"/admin/v1/tenants/{tenant}", System.Text.Json.Nodes.JsonNode.Parse(body)!)).With(403);
        (await caller.Client.PatchAsync($"/admin/v1/tenants/{tenant}", System.Text.Json.Nodes.JsonNode.Parse("""{"name":"Ours"}""")!)).With(200);
    }

    private static HttpRequestMessage Request(DeclaredEndpoint endpoint, string tenant)
    {
        var path = endpoint.Path.Replace("{tenant}", tenant, StringComparison.Ordinal);
        path = string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "none" : part));
        path += endpoint.Place!.StartsWith("tenant of the query", StringComparison.Ordinal) ? $"?tenant={tenant}" : "";
        return new HttpRequestMessage(new HttpMethod(endpoint.Method), path)
        {
            Content = endpoint.Method is "GET" or "DELETE" ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
        };
    }
}
