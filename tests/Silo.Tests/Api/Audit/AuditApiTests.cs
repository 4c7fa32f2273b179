using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Audit;

public sealed class AuditApiTests(SharedSilo shared)
{
    private const string Audit = "/admin/v1/audit";
    private const string Tenants = "/admin/v1/tenants";

    [Fact]
    public async Task Changes_OfATenantAndItsKeys_Recorded()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        var path = $"{Tenants}/{tenant}/keys/{key.Text("id")}";
        await shared.Admin.PatchAsync(path, new JsonObject { ["name"] = "New" });
        var rotated = await shared.Admin.PostAsync($"{path}/rotate", new JsonObject());
        await shared.Admin.DeleteAsync(path);
        await shared.Admin.GetAsync(path);
        await shared.Admin.DeleteAsync($"{Tenants}/{tenant}");

        var answer = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}")).With(200);

        var rows = answer.Json["data"]!.AsArray();
        rows.Select(row => row!.Text("action")).ShouldBe(["tenants.delete", "keys.revoke", "keys.rotate", "keys.change", "keys.create", "tenants.create"]);
        rows.Select(row => row!["target"]!.GetValue<string>()).Distinct().ShouldBe([tenant, key.Text("id")], ignoreOrder: true);
        rows[3]!["detail"]!.ToJsonString().ShouldBe("""{"name":"New"}""");
        rows[3].ShouldNotBeNull().Text("actor").ShouldBe("admin-key");
        rows[3]!.Text("address").ShouldBe("127.0.0.1");
        rows[2]!.Text("request_id").ShouldBe(rotated.Headers["x-request-id"]);
        rows.Select(row => row!["status"]!.GetValue<int>()).ShouldBe([200, 200, 200, 200, 201, 201]);
        answer.Body.ShouldNotContain(key.Text("key"));
        answer.Body.ShouldNotContain(rotated.Json.Text("key"));
        (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&action=keys.rotate&from=2020-01-01T00:00:00Z")).With(200).Json["data"]!.AsArray().Count.ShouldBe(1);
        (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&to=2020-01-01T00:00:00Z")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusals_Recorded()
    {
        var tenant = $"t-{Guid.NewGuid():N}";
        using var stranger = new GatewayClient(shared.Silo.Address, null);

        (await stranger.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "suspended" })).With(401);
        (await shared.Admin.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "suspended" })).With(404);
        (await shared.Admin.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "nothing" })).With(400);

        var rows = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}")).With(200).Json["data"]!.AsArray();
        rows.Select(row => (row!["status"]!.GetValue<int>(), row.Text("actor"))).ShouldBe([(400, "admin-key"), (404, "admin-key"), (401, "anonymous")]);
        rows[2]!["detail"].ShouldBeNull("The body of a stranger is not even read.");
    }

    [Fact]
    public async Task Detail_Secrets_Removed()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var body = """{"name":"x","key":"S1","Api_Key":"S2","a":[{"client_secret":"S3","max_tokens":7}],"password":{"x":"S4"},"token":["S5"],"certificate":null}""";

        (await shared.Admin.PostAsync($"{Tenants}/{tenant}/keys", body)).With(201);

        var row = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&limit=1")).With(200).Json["data"]![0]!;
        row["detail"]!.ToJsonString().ShouldBe(
            """{"name":"x","key":"[removed]","Api_Key":"[removed]","a":[{"client_secret":"[removed]","max_tokens":7}],"password":"[removed]","token":"[removed]","certificate":"[removed]"}""");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(500)]
    public async Task Detail_LargeBody_Bounded(int length)
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var models = new JsonArray([.. Enumerable.Range(0, 900).Select(i => JsonValue.Create($"{i}{new string('m', length)}"))]);

        await shared.Admin.PostAsync($"{Tenants}/{tenant}/keys", new JsonObject { ["name"] = "kept", ["models"] = models });

        var row = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&limit=1")).With(200).Json["data"]![0]!;
        Encoding.UTF8.GetByteCount(row["detail"]!.ToJsonString()).ShouldBeInRange(10, 4096);
    }

    [Fact]
    public async Task List_Pages_NewestFirst()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        await shared.Admin.CreateKeyAsync(tenant);
        await shared.Admin.CreateKeyAsync(tenant);

        var first = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&limit=2")).With(200).Json;
        var second = (await shared.Admin.GetAsync($"{Audit}?tenant={tenant}&limit=2&after={first.Text("last_id")}")).With(200).Json;

        first["data"]!.AsArray().Select(row => row!.Text("action")).ShouldBe(["keys.create", "keys.create"]);
        second["data"]!.AsArray().Select(row => row!.Text("action")).ShouldBe(["tenants.create"]);
        (first["has_more"]!.GetValue<bool>(), second["has_more"]!.GetValue<bool>()).ShouldBe((true, false));
    }

    [Fact]
    public async Task Verify_EditedRow_Named()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        for (var i = 0; i < 3; i++)
        {
            await admin.CreateTenantAsync();
        }

        var before = (await admin.GetAsync($"{Audit}/verify")).With(200).Json;
        before.ToJsonString().ShouldStartWith("""{"object":"audit.verification","valid":true,"rows":3,"first_broken":null,"head":""");

        silo.Execute("UPDATE audit SET actor = 'someone' WHERE sequence = 2");

        var after = (await admin.GetAsync($"{Audit}/verify")).With(200).Json;
        (after["valid"]!.GetValue<bool>(), after["first_broken"]!["sequence"]!.GetValue<int>()).ShouldBe((false, 2));
        after.Text("head").ShouldBe(before.Text("head"));
    }

    [Fact]
    public async Task Change_TrailCantBeWritten_Unavailable()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        silo.Execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END");

        var refused = await admin.PostAsync(Tenants, new JsonObject { ["id"] = "Wrong" });
        var made = await admin.PostAsync(Tenants, new JsonObject { ["id"] = "made" });

        refused.With(503).Error["code"]!.GetValue<string>().ShouldBe("audit_unavailable");
        refused.Error["message"]!.GetValue<string>().ShouldContain("refused with status 400");
        made.With(503).Error["message"]!.GetValue<string>().ShouldContain("The change was made");
        made.Headers["x-request-id"].ShouldStartWith("req_");
        made.Headers["Retry-After"].ShouldBe("1");

        silo.Execute("DROP TRIGGER full");
        (await admin.PostAsync(Tenants, new JsonObject { ["id"] = "made" })).With(409);
        (await admin.GetAsync($"{Audit}/verify")).With(200).Json["valid"]!.GetValue<bool>().ShouldBeTrue();
    }
}
