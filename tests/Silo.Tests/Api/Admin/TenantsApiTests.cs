using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;

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

    private static string[] Ids(JsonNode list) => [.. list["data"]!.AsArray().Select(item => item!.Text("id"))];
}
