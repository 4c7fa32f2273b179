using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Limits;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class UsageApiTests(SharedSilo shared)
{
    private const string Range = "from=2026-05-31T00:00:00Z&to=2026-06-02T00:00:00Z";

    [Fact]
    public async Task Sum_AnsweredRequests_CountedAtOnce()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        var chat = (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 3))).With(200).Json["usage"]!;
        (await tenant.Client.PostAsync("/v1/embeddings", new JsonObject { ["model"] = ChatBody.Model, ["input"] = "Hello" })).With(200);

        var row = (await RowsAsync($"tenant={tenant.Id}")).ShouldHaveSingleItem();
        var keys = await RowsAsync($"key={tenant.KeyId}&group_by=key,model,day");

        row["requests"]!.GetValue<long>().ShouldBe(2);
        row["output_tokens"]!.GetValue<long>().ShouldBe(chat["completion_tokens"]!.GetValue<long>());
        row["input_tokens"]!.GetValue<long>().ShouldBeGreaterThan(chat["prompt_tokens"]!.GetValue<long>());
        keys.ShouldHaveSingleItem().Text("key").ShouldBe(tenant.KeyId);
        keys[0]["requests"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Sum_Past_AsInTheWireFiles()
    {
        var rows = await LedgerAsync();

        (await shared.Admin.GetAsync($"/admin/v1/usage?tenant={rows}&{Range}")).With(200).Json.ShouldMatch("usage.json");
        Named(await RowsAsync($"tenant={rows}&{Range}&group_by=day,model,app"), rows).ShouldMatch("usage-groups.json");
    }

    [Fact]
    public async Task Sum_Groups_Filtered()
    {
        var tenant = await LedgerAsync();

        (await RowsAsync($"tenant={tenant}&{Range}&group_by=hour")).Select(row => row.Text("bucket"))
            .ShouldBe(["2026-05-31T22:00:00+00:00", "2026-05-31T23:00:00+00:00", "2026-06-01T00:00:00+00:00"]);
        (await RowsAsync($"tenant={tenant}&{Range}&group_by=model&key=key_b")).Single().Text("model").ShouldBe("=large");
        (await RowsAsync($"tenant={tenant}&{Range}&model=gateway-tiny")).Single().Text("cost").ShouldBe("1.000002");
        (await RowsAsync($"tenant={tenant}&{Range}&app=desk")).Single()["requests"]!.GetValue<long>().ShouldBe(0);
        (await RowsAsync($"tenant={tenant}&{Range}&app=")).Single()["requests"]!.GetValue<long>().ShouldBe(4);
        (await RowsAsync($"tenant={tenant}&to=2026-06-01T00:59:59Z")).Single()["requests"]!.GetValue<long>().ShouldBe(0, "June, up to midnight");
        (await RowsAsync($"tenant={tenant}&to=2026-06-01T00:00:00Z")).Single()["requests"]!.GetValue<long>().ShouldBe(3, "May");
        (await RowsAsync($"tenant={tenant}&from=2026-06-01T00:59:59%2B00:00&to=2026-06-02T00:00:00Z")).Single()["requests"]!.GetValue<long>().ShouldBe(1);
        (await RowsAsync($"{Range}&group_by=tenant")).Select(row => row.Text("tenant")).ShouldContain(tenant);
    }

    [Fact]
    public async Task Sum_Pages_ByCursor()
    {
        var query = $"/admin/v1/usage?tenant={await LedgerAsync()}&{Range}&group_by=hour,model";
        var all = (await shared.Admin.GetAsync(query)).With(200).Json;

        var first = (await shared.Admin.GetAsync($"{query}&limit=3")).With(200).Json;
        var second = (await shared.Admin.GetAsync($"{query}&limit=3&after={first.Text("last_id")}")).With(200).Json;

        (first["has_more"]!.GetValue<bool>(), second["has_more"]!.GetValue<bool>(), all["has_more"]!.GetValue<bool>()).ShouldBe((true, false, false));
        new JsonArray([.. first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(row => row!.DeepClone())]).ToJsonString().ShouldBe(all["data"]!.ToJsonString());
        second.Text("last_id").ShouldBe(all.Text("last_id"));
        (await shared.Admin.GetAsync($"{query},key&after={first.Text("last_id")}")).With(400).Error["param"]!.GetValue<string>().ShouldBe("after");
    }

    [Fact]
    public async Task Sum_Csv_TableWithoutFormulas()
    {
        var tenant = await LedgerAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, $"/admin/v1/usage?tenant={tenant}&{Range}&group_by=day,tenant,model&limit=2");
        request.Headers.Accept.ParseAdd("text/csv");

        var answer = (await shared.Admin.SendAsync(request)).With(200);

        answer.Headers["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        answer.Body.ShouldBe(
            "bucket,tenant,model,requests,failures,input_tokens,cached_tokens,output_tokens,reasoning_tokens,cost\r\n"
            + $"2026-05-31T00:00:00Z,{tenant},'=large,1,0,100,30,20,0,0.5\r\n"
            + $"2026-05-31T00:00:00Z,{tenant},gateway-tiny,2,0,200,60,40,0,1.000001\r\n");
        var next = answer.Headers["Link"];
        next.ShouldEndWith(">; rel=\"next\"");
        var rest = (await shared.Admin.GetAsync(next[1..next.IndexOf('>', StringComparison.Ordinal)])).With(200).Json;
        rest["data"]!.AsArray().Single()!["cost"]!.GetValue<string>().ShouldBe("0.000001");
    }

    [Fact]
    public async Task Sum_WithoutAdminKey_Unauthorized() => (await shared.Client.GetAsync("/admin/v1/usage")).With(401);

    // A month's end, a day's end, and names that are no words.
    private async Task<string> LedgerAsync()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        LedgerRows rows = new(shared.Silo, tenant);
        rows.Add("2026-05-31T22:10:00Z", 1_000_000);
        rows.Add("2026-05-31T23:59:59.999Z", 1);
        rows.Add("2026-05-31T23:59:59Z", 500_000, model: "=large", key: "key_b");
        rows.Add("2026-06-01T00:00:00Z", 1, operation: "embeddings");
        return tenant;
    }

    private static JsonArray Named(IEnumerable<JsonNode> rows, string tenant) => [.. rows.Select(row => JsonNode.Parse(row.ToJsonString().Replace(tenant, "<tenant>", StringComparison.Ordinal)))];

    private async Task<IReadOnlyList<JsonNode>> RowsAsync(string query) =>
        [.. (await shared.Admin.GetAsync($"/admin/v1/usage?{query}")).With(200).Json["data"]!.AsArray().Select(row => row!)];
}
