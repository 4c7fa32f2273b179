using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Idempotency;

public sealed class IdempotencyTests(SharedSilo shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string> Requests => new()
    {
        { "/v1/chat/completions", ChatBody.Ask("What is the capital of France?", 8).ToJsonString() },
        { "/v1/chat/completions", ChatBody.Ask("What is the capital of France?", 8).Streamed(withUsage: true).ToJsonString() },
        { "/v1/completions", """{"model":"gateway-tiny","prompt":"Once upon a time","max_tokens":4}""" },
        { "/v1/completions", """{"model":"gateway-tiny","prompt":"Once upon a time","max_tokens":4,"stream":true}""" },
        { "/v1/embeddings", """{"model":"gateway-tiny","input":"A fox"}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Repeat_AfterTheEnd_SameBytesOnceComputed(string path, string body)
    {
        var (tenant, client) = await TenantAsync();
        using var _ = client;
        var key = NewKey();

        var first = (await PostAsync(client, path, body, key)).With(200);
        var second = (await PostAsync(client, path, body, key)).With(200);

        second.Body.ShouldBe(first.Body);
        second.Headers["Content-Type"].ShouldBe(first.Headers["Content-Type"]);
        first.Headers.ShouldNotContainKey("idempotent-replayed");
        second.Headers["idempotent-replayed"].ShouldBe("true");
        second.Headers["x-request-id"].ShouldNotBe(first.Headers["x-request-id"]);
        var rows = await RowsAsync(tenant, 2);
        rows.Single(row => row.Text("id") == first.Headers["x-request-id"])["input_tokens"]!.GetValue<long>().ShouldBePositive();
        rows.Single(row => row.Text("id") == second.Headers["x-request-id"])["input_tokens"]!.GetValue<long>().ShouldBe(0);
    }

    [Fact]
    public async Task Repeat_WithoutKeyOrWithAnother_RunsAnew()
    {
        var body = ChatBody.Ask("Hello", 4).ToJsonString();
        var first = (await PostAsync(shared.Client, "/v1/chat/completions", body, NewKey())).With(200);

        (await PostAsync(shared.Client, "/v1/chat/completions", body, NewKey())).With(200).Json.Text("id").ShouldNotBe(first.Json.Text("id"));
        (await shared.Client.PostAsync("/v1/chat/completions", body)).With(200).Json.Text("id").ShouldNotBe(first.Json.Text("id"));
    }

    [Fact]
    public async Task Repeat_OtherBodyOrPath_Conflict()
    {
        var key = NewKey();
        (await PostAsync(shared.Client, "/v1/chat/completions", ChatBody.Ask("Hello", 4).ToJsonString(), key)).With(200);

        foreach (var (path, body) in new[] { ("/v1/chat/completions", ChatBody.Ask("Hello", 5).ToJsonString()), ("/v1/completions", ChatBody.Ask("Hello", 4).ToJsonString()) })
        {
            var answer = (await PostAsync(shared.Client, path, body, key)).With(409);
            (answer.Error.Text("code"), answer.Error.Text("type")).ShouldBe(("idempotency_key_reused", "invalid_request_error"));
            answer.Headers["x-should-retry"].ShouldBe("false");
        }
    }

    [Fact]
    public async Task Repeat_SameKeyOfAnotherTenant_RunsForIt()
    {
        var (_, other) = await TenantAsync();
        using var __ = other;
        var (key, body) = (NewKey(), ChatBody.Ask("Hello", 4).ToJsonString());
        var first = (await PostAsync(shared.Client, "/v1/chat/completions", body, key)).With(200);

        var second = (await PostAsync(other, "/v1/chat/completions", body, key)).With(200);

        second.Headers.ShouldNotContainKey("idempotent-replayed");
        second.Json.Text("id").ShouldNotBe(first.Json.Text("id"));
    }

    [Fact]
    public async Task Repeat_WhileTheFirstRuns_ConflictThenTheClientLeavesAndItRunsAnew()
    {
        var (_, client) = await TenantAsync();
        using var __ = client;
        var key = NewKey();
        var body = ChatBody.Long(400);
        using (var events = await client.OpenAsync(body, "/v1/chat/completions", key))
        {
            await events.NextAsync();
            var answer = (await PostAsync(client, "/v1/chat/completions", body.ToJsonString(), key)).With(409);
            answer.Error.Text("code").ShouldBe("idempotency_in_progress");
            answer.Headers["Retry-After"].ShouldBe("1");
        }

        Answer again = null!;
        await SiloProcess.WaitUntilAsync(async () => (again = await PostAsync(client, "/v1/chat/completions", body.ToJsonString(), key)).Status != 409, Limit);
        again.With(200).Headers.ShouldNotContainKey("idempotent-replayed");
        (await PostAsync(client, "/v1/chat/completions", body.ToJsonString(), key)).With(200).Body.ShouldBe(again.Body);
    }

    [Fact]
    public async Task Repeat_ManyAtOnce_OneRuns()
    {
        var (tenant, client) = await TenantAsync();
        using var _ = client;
        var (key, body) = (NewKey(), ChatBody.Ask("Hello", 16).ToJsonString());

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(client, "/v1/chat/completions", body, key)));

        all.ShouldAllBe(answer => answer.Status == 200 || answer.Error.Text("code") == "idempotency_in_progress");
        all.Count(answer => answer.Status == 200 && !answer.Headers.ContainsKey("idempotent-replayed")).ShouldBe(1);
        var rows = await RowsAsync(tenant, 12);
        rows.Count(row => row["output_tokens"]!.GetValue<long>() > 0).ShouldBe(1);
    }

    [Fact]
    public async Task Repeat_FirstFailed_RunsAnew()
    {
        var (key, bad) = (NewKey(), """{"model":"gateway-tiny"}""");
        (await PostAsync(shared.Client, "/v1/chat/completions", bad, key)).With(400);
        (await PostAsync(shared.Client, "/v1/chat/completions", bad, key)).With(400).Headers.ShouldNotContainKey("idempotent-replayed");

        (await PostAsync(shared.Client, "/v1/chat/completions", ChatBody.Ask("Hello", 4).ToJsonString(), key)).With(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ü")]
    [InlineData("tab\there")]
    [InlineData("long")]
    public async Task Key_Unusable_BadRequest(string key)
    {
        var sent = key == "long" ? new string('k', 256) : key;
        var body = ChatBody.Ask("Hello", 4).ToJsonString();
        using var connection = await RawConnection.OpenAsync(shared.Silo.Address);
        await connection.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {shared.Silo.ApiKey}\r\nContent-Type: application/json\r\nIdempotency-Key: {sent}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

        var answer = (await connection.ReadAnswerAsync())!.With(400);

        // What is no header at all is refused by the server itself.
        if (answer.Body.Length > 0)
        {
            answer.Error["param"]!.GetValue<string>().ShouldBe("Idempotency-Key");
        }
    }

    [Fact]
    public async Task Key_LongestThereIs_Accepted() =>
        (await PostAsync(shared.Client, "/v1/chat/completions", ChatBody.Ask("Hello", 4).ToJsonString(), NewKey().PadRight(255, '~'))).With(200);

    [Fact]
    public async Task Repeat_AfterTheSiloWasKilled_AnsweredFromStoreOrAnew()
    {
        await using var silo = await SiloProcess.StartAsync();
        var (whole, cut) = (NewKey(), NewKey());
        var body = ChatBody.Ask("Hello", 4).ToJsonString();
        var first = await WithAsync(silo, client => PostAsync(client, "/v1/chat/completions", body, whole));
        first.With(200);
        using (var client = silo.Client())
        {
            using var events = await client.OpenAsync(ChatBody.Long(400), "/v1/chat/completions", cut);
            await events.NextAsync();
            await silo.KillAsync();
        }

        await silo.RestartAsync();

        var stored = await WithAsync(silo, client => PostAsync(client, "/v1/chat/completions", body, whole));
        stored.With(200).Body.ShouldBe(first.Body);
        stored.Headers["idempotent-replayed"].ShouldBe("true");
        (await WithAsync(silo, client => PostAsync(client, "/v1/chat/completions", ChatBody.Long(400).ToJsonString(), cut))).With(200)
            .Headers.ShouldNotContainKey("idempotent-replayed");
    }

    private static string NewKey() => $"key-{Guid.NewGuid():N}";

    private static async Task<Answer> WithAsync(SiloProcess silo, Func<GatewayClient, Task<Answer>> call)
    {
        using var client = silo.Client();
        return await call(client);
    }

    private static Task<Answer> PostAsync(GatewayClient client, string path, string body, string key)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(request);
    }

    private async Task<(string Tenant, GatewayClient Client)> TenantAsync()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        return (tenant, new GatewayClient(shared.Silo.Address, key.Text("key")));
    }

    private async Task<IReadOnlyList<JsonNode>> RowsAsync(string tenant, int count)
    {
        IReadOnlyList<JsonNode> rows = [];
        await SiloProcess.WaitUntilAsync(
            async () => (rows = [.. (await shared.Admin.GetAsync($"/admin/v1/logs?tenant={tenant}")).With(200).Json["data"]!.AsArray().Select(row => row!)]).Count >= count, Limit);
        return rows;
    }
}
