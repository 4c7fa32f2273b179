using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class LogsApiTests(SharedSilo shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task List_RequestsOfATenant_NewestFirstWithTheirFacts()
    {
        var (tenant, key, client) = await TenantAsync();
        using var _ = client;
        var body = ChatBody.Ask("Hello");
        body["user"] = "anna";
        var answered = (await client.ChatAsync(body)).With(200);
        await client.StreamAsync(ChatBody.Ask("Hello").Streamed());
        (await client.GetAsync("/v1/models")).With(200);
        (await client.ChatAsync(new JsonObject { ["model"] = "nothing", ["messages"] = new JsonArray() })).With(400);
        (await client.PostAsync("/v1/embeddings", "{")).With(400);

        var rows = await RowsAsync($"tenant={tenant}", 5);

        rows.Select(row => row.Text("operation")).ShouldBe(["createEmbedding", "createChatCompletion", "listModels", "chat", "chat"]);
        rows.Select(row => row["status"]!.GetValue<int>()).ShouldBe([400, 400, 200, 200, 200]);
        rows.Select(row => row["stream"]!.GetValue<bool>()).ShouldBe([false, false, false, true, false]);
        rows.ShouldAllBe(row => row.Text("tenant") == tenant && row.Text("key") == key);
        var first = rows[^1];
        first.Text("id").ShouldBe(answered.Headers["x-request-id"]);
        (first.Text("user"), first.Text("model")).ShouldBe(("anna", ChatBody.Model));
        first["input_tokens"]!.GetValue<long>().ShouldBe(answered.Json["usage"]!["prompt_tokens"]!.GetValue<long>());
        first["total_ms"]!.GetValue<double>().ShouldBeGreaterThanOrEqualTo(first["first_token_ms"]!.GetValue<double>());
        rows[0].Text("error").ShouldBe("invalid_request_error");
        var one = (await shared.Admin.GetAsync($"/admin/v1/logs/{first.Text("id")}")).With(200).Json;
        one.Text("id").ShouldBe(first.Text("id"));
        one["request_body"].ShouldBeNull();
        (await shared.Admin.GetAsync("/admin/v1/logs/req_none")).With(404);
    }

    [Fact]
    public async Task List_Filters_OnlyWhatFits()
    {
        var (tenant, key, client) = await TenantAsync();
        using var _ = client;
        (await client.GetAsync("/v1/models")).With(200);
        (await client.GetAsync("/v1/models/none")).With(404);
        await RowsAsync($"tenant={tenant}", 2);

        (await RowsAsync($"key={key}&status=404", 1))[0]["status"]!.GetValue<int>().ShouldBe(404);
        (await RowsAsync($"key={key}&status=4xx", 1))[0].Text("error").ShouldBe("model_not_found");
        await RowsAsync($"tenant={tenant}&status=5xx", 0);
        await RowsAsync($"tenant={tenant}&from=2020-01-01T00:00:00Z", 2);
        await RowsAsync($"tenant={tenant}&from=2020-01-01T00:00:00%2B01:00&to=2020-01-02T00:00:00Z", 0);
        await RowsAsync($"tenant={tenant}&q=nothing", 0);
        await RowsAsync($"tenant={tenant}&user=anna", 0);
    }

    [Fact]
    public async Task List_WordsOfMetadata_FoundWithoutPersonalData()
    {
        var (tenant, _, client) = await TenantAsync();
        using var __ = client;
        var body = ChatBody.Ask("Hello", maxTokens: 1);
        body["metadata"] = new JsonObject { ["ticket"] = "ABC-17", ["mail"] = "anna@example.com" };
        (await client.ChatAsync(body)).With(200);
        (await client.ChatAsync(ChatBody.Ask("Hello", maxTokens: 1))).With(200);
        await RowsAsync($"tenant={tenant}", 2);

        var row = (await RowsAsync($"tenant={tenant}&q=abc-17%20ticket", 1)).ShouldHaveSingleItem();

        row["metadata"]!.ToJsonString().ShouldBe("""{"ticket":"ABC-17","mail":"[email]"}""");
        await RowsAsync($"tenant={tenant}&q=anna", 0);
        await RowsAsync($"tenant={tenant}&q=%22%20OR%20ticket*", 0);
    }

    [Fact]
    public async Task List_Pages_ByCursor()
    {
        var (tenant, _, client) = await TenantAsync();
        using var __ = client;
        for (var i = 0; i < 3; i++)
        {
            (await client.GetAsync("/v1/models")).With(200);
        }

        var ids = (await RowsAsync($"tenant={tenant}", 3)).Select(row => row.Text("id")).ToList();
        var first = (await shared.Admin.GetAsync($"/admin/v1/logs?tenant={tenant}&limit=2")).With(200).Json;
        var second = (await shared.Admin.GetAsync($"/admin/v1/logs?tenant={tenant}&limit=2&after={first.Text("last_id")}")).With(200).Json;
        var back = (await shared.Admin.GetAsync($"/admin/v1/logs?tenant={tenant}&limit=2&before={second.Text("first_id")}")).With(200).Json;

        (first["has_more"]!.GetValue<bool>(), second["has_more"]!.GetValue<bool>()).ShouldBe((true, false));
        first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(row => row!.Text("id")).ShouldBe(ids);
        back["data"]!.AsArray().Select(row => row!.Text("id")).ShouldBe(ids[..2]);
    }

    [Fact]
    public async Task List_Csv_TableWithoutFormulas()
    {
        var (tenant, _, client) = await TenantAsync();
        using var __ = client;
        var body = ChatBody.Ask("Hello", maxTokens: 1);
        body["user"] = "=1+\"2\"";
        (await client.ChatAsync(body)).With(200);
        await RowsAsync($"tenant={tenant}", 1);
        using HttpRequestMessage request = new(HttpMethod.Get, $"/admin/v1/logs?tenant={tenant}");
        request.Headers.Accept.ParseAdd("text/csv");

        var answer = (await shared.Admin.SendAsync(request)).With(200);

        answer.Headers["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        var lines = answer.Body.Split("\r\n");
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("id,created_at,tenant,key,user,");
        lines[1].ShouldContain(",\"'=1+\"\"2\"\"\",chat,");
    }

    [Theory]
    [InlineData("status=abc", "status")]
    [InlineData("status=9xx", "status")]
    [InlineData("status=99", "status")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-01-01", "from")]
    [InlineData("to=2026-01-01T00:00:00", "to")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("after=req_none", "after")]
    [InlineData("before=req_none", "before")]
    [InlineData("q=", "q")]
    [InlineData("q=a%00b", "q")]
    [InlineData("tenant=%20", "tenant")]
    public async Task List_BadParameter_Named(string query, string param) =>
        (await shared.Admin.GetAsync($"/admin/v1/logs?{query}")).With(400).Error["param"]!.GetValue<string>().ShouldBe(param);

    [Fact]
    public async Task List_ClientLeft_Status499()
    {
        var (tenant, _, client) = await TenantAsync();
        using (client)
        {
            using var events = await client.OpenAsync(ChatBody.Long(400));
            await events.NextAsync();
        }

        var row = (await RowsAsync($"tenant={tenant}", 1)).ShouldHaveSingleItem();

        row["status"]!.GetValue<int>().ShouldBe(499);
        row["stream"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task List_WithoutAdminKey_Unauthorized() => (await shared.Client.GetAsync("/admin/v1/logs")).With(401);

    private async Task<(string Tenant, string Key, GatewayClient Client)> TenantAsync()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        return (tenant, key.Text("id"), new GatewayClient(shared.Silo.Address, key.Text("key")));
    }

    // Rows are written behind the answer.
    private async Task<IReadOnlyList<JsonNode>> RowsAsync(string query, int count)
    {
        IReadOnlyList<JsonNode> rows = [];
        await SiloProcess.WaitUntilAsync(
            async () =>
            {
                rows = [.. (await shared.Admin.GetAsync($"/admin/v1/logs?{query}")).With(200).Json["data"]!.AsArray().Select(row => row!)];
                return rows.Count >= count;
            },
            Limit);
        rows.Count.ShouldBe(count);
        return rows;
    }
}
