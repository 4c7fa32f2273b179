using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class TenantsApiTests(SharedSilo shared)
{
    private const string Tenants = "/admin/v1/tenants";

    [Fact]
    public async Task Create_NewId_CreatedOnce()
    {
        var id = $"t-{Guid.NewGuid():N}";
        var body = new JsonObject { ["id"] = id, ["name"] = " Acme ", ["plan"] = "gold" };

        var created = (await shared.Admin.PostAsync(Tenants, body)).With(201);
        var again = await shared.Admin.PostAsync(Tenants, body);

        created.Json.Text("name").ShouldBe("Acme");
        created.Json.Text("plan").ShouldBe("gold");
        created.Json.Text("status").ShouldBe("active");
        DateTimeOffset.Parse(created.Json.Text("created_at")).Offset.ShouldBe(TimeSpan.Zero);
        again.With(409).Error["code"]!.GetValue<string>().ShouldBe("already_exists");
        (await shared.Admin.GetAsync($"{Tenants}/{id}")).With(200).Json.ToJsonString().ShouldBe(created.Json.ToJsonString());
    }

    [Fact]
    public async Task Create_IdAlone_NamedAfterIt()
    {
        var id = await shared.Admin.CreateTenantAsync();

        (await shared.Admin.GetAsync($"{Tenants}/{id}")).With(200).Json.Text("name").ShouldBe(id);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("1-")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Create_ShortestAndLongestIds_Accepted(string id) => (await shared.Admin.PostAsync(Tenants, new JsonObject { ["id"] = id })).With(201);

    [Fact]
    public async Task Create_IdsThatReadAsHexadecimal_StaySeparate()
    {
        string[] ids = ["cafe", "0cafe", "00cafe", "cafe0"];
        foreach (var id in ids)
        {
            (await shared.Admin.PostAsync(Tenants, new JsonObject { ["id"] = id, ["name"] = $"Tenant {id}" })).With(201);
        }

        foreach (var id in ids)
        {
            (await shared.Admin.GetAsync($"{Tenants}/{id}")).With(200).Json.Text("name").ShouldBe($"Tenant {id}");
        }

        var key = await shared.Admin.CreateKeyAsync("cafe");
        (await shared.Admin.GetAsync($"{Tenants}/0cafe/keys/{key.Text("id")}")).With(404);
        (await shared.Admin.PostAsync(Tenants, new JsonObject { ["id"] = "CAFE" })).With(400);
    }

    [Fact]
    public async Task List_Pages_ForwardAndBack()
    {
        for (var i = 0; i < 5; i++)
        {
            await shared.Admin.CreateTenantAsync();
        }

        var whole = Ids((await shared.Admin.GetAsync($"{Tenants}?limit=100")).With(200).Json);
        whole[0].ShouldBe("default");

        var first = (await shared.Admin.GetAsync($"{Tenants}?limit=2")).With(200).Json;
        Ids(first).ShouldBe(whole[..2]);
        first["has_more"]!.GetValue<bool>().ShouldBeTrue();
        first.Text("object").ShouldBe("list");
        first.Text("first_id").ShouldBe(whole[0]);
        first.Text("last_id").ShouldBe(whole[1]);

        var second = (await shared.Admin.GetAsync($"{Tenants}?limit=2&after={whole[1]}")).With(200).Json;
        Ids(second).ShouldBe(whole[2..4]);

        var back = (await shared.Admin.GetAsync($"{Tenants}?limit=1&before={whole[2]}")).With(200).Json;
        Ids(back).ShouldBe([whole[1]]);
        back["has_more"]!.GetValue<bool>().ShouldBeTrue();
        (await shared.Admin.GetAsync($"{Tenants}?limit=5&before={whole[2]}")).With(200).Json["has_more"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Settings_CreatedAndChanged_DefaultsElsewhere()
    {
        var id = $"t-{Guid.NewGuid():N}";
        var created = (await shared.Admin.PostAsync(Tenants, new JsonObject { ["id"] = id, ["settings"] = new JsonObject { ["log_bodies"] = true } })).With(201).Json;
        created["settings"]!.ToJsonString().ShouldBe("""{"log_bodies":true,"log_retention_days":30,"log_sample_rate":1,"redact":true}""");

        var changed = (await shared.Admin.PatchAsync($"{Tenants}/{id}", JsonNode.Parse("""{"plan":"gold","settings":{"log_sample_rate":0.25,"log_retention_days":7}}""")!)).With(200).Json;

        changed["settings"]!.ToJsonString().ShouldBe("""{"log_bodies":true,"log_retention_days":7,"log_sample_rate":0.25,"redact":true}""");
        (changed.Text("plan"), changed.Text("name")).ShouldBe(("gold", id));
        (await shared.Admin.PatchAsync($"{Tenants}/{id}", new JsonObject { ["name"] = "New" })).With(200).Json.Text("plan").ShouldBe("gold");
        (await shared.Admin.PatchAsync($"{Tenants}/{id}", new JsonObject { ["plan"] = null })).With(200).Json["plan"].ShouldBeNull();
    }

    [Fact]
    public async Task Suspend_KeyInUse_ForbiddenUntilActiveAgain()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        using var client = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await client.GetAsync("/v1/models")).With(200);

        (await shared.Admin.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "suspended" })).With(200).Json.Text("status").ShouldBe("suspended");

        (await client.GetAsync("/v1/models")).With(403).Json.ShouldMatch("error-403-suspended.json");
        (await shared.Admin.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "active" })).With(200);
        (await client.GetAsync("/v1/models")).With(200);
    }

    [Fact]
    public async Task Delete_KeyInUse_RefusedForGoodAndTheIdStaysTaken()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        using var client = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await client.GetAsync("/v1/models")).With(200);

        (await shared.Admin.DeleteAsync($"{Tenants}/{tenant}")).With(200).Json.Text("status").ShouldBe("deleted");

        (await client.GetAsync("/v1/models")).With(401).Error["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        (await shared.Admin.GetAsync($"{Tenants}/{tenant}")).With(200).Json.Text("status").ShouldBe("deleted");
        (await shared.Admin.PostAsync(Tenants, new JsonObject { ["id"] = tenant })).With(409);
        (await shared.Admin.PatchAsync($"{Tenants}/{tenant}", new JsonObject { ["status"] = "active" })).With(409).Error["code"]!.GetValue<string>().ShouldBe("tenant_deleted");
        (await shared.Admin.PostAsync($"{Tenants}/{tenant}/keys", new JsonObject { ["name"] = "x" })).With(409).Error["code"]!.GetValue<string>().ShouldBe("tenant_deleted");
        (await shared.Admin.DeleteAsync($"{Tenants}/{tenant}")).With(200);
    }

    private static string[] Ids(JsonNode list) => [.. list["data"]!.AsArray().Select(item => item!.Text("id"))];
}
