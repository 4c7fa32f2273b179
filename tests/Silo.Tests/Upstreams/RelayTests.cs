using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Limits;

namespace LlmGateway.Silo.Tests.Upstreams;

[Collection(nameof(UpstreamTests))]
public sealed class RelayTests(UpstreamSilo shared)
{
    [Fact]
    public async Task Chat_Whole_PassesByteForByteWithTheUpstreamsKeyAndName()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{ "messages" : [{"role":"user","content":"ü"}], "model" : "{{model}}", "x-new":[1e2] }""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("OpenAI-Organization", "org-of-the-client");
        request.Headers.Add("Cookie", "session=of-the-client");
        request.Headers.Add("User-Agent", "client/1");

        var answer = (await shared.Client.SendAsync(request)).With(200);

        answer.Body.ShouldBe(Answers.Whole);
        answer.Headers["x-gateway-model"].ShouldBe($"{model}@up-{model}");
        var call = server.Calls.ShouldHaveSingleItem();
        call.Line.ShouldBe("POST /api/v1/chat/completions HTTP/1.1");
        call.Text.ShouldBe("""{ "messages" : [{"role":"user","content":"ü"}], "model" : "there", "x-new":[1e2] }""");
        call.Headers["Authorization"].ShouldBe($"Bearer {UpstreamSilo.UpstreamKey}");
        call.Headers.Keys.ShouldBe(["Host", "Authorization", "Content-Type", "Content-Length"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/v1/completions", """{"model":"{m}","prompt":"Hello"}""")]
    [InlineData("/v1/embeddings", """{"model":"{m}","input":"Hello"}""")]
    public async Task OtherOperations_ArePassedOn(string path, string body)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync("""{"usage":{"prompt_tokens":7,"total_tokens":7}}"""));
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.PostAsync(path, body.Replace("{m}", model, StringComparison.Ordinal))).With(200);

        server.Calls.ShouldHaveSingleItem().Line.ShouldStartWith($"POST /api{path} ");
        shared.Ledger(answer).ShouldBe(new LedgerEntry("completed", 7, 0, 0, 0, 7_000_000));
    }

    [Fact]
    public async Task Model_WithAReadyReplica_IsAnsweredByTheReplica()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        await shared.AddAsync(server, body => (body["name"], body["models"], body["prices"]) = ("hybrid", new JsonArray(ChatBody.Model), null));

        var answer = await shared.Client.ChatAsync(ChatBody.Ask("What is the capital of France?"));

        answer.Text().ShouldBe("The capital of France is Paris.");
        server.Calls.ShouldBeEmpty();
        (await shared.Admin.DeleteAsync("/admin/v1/upstreams/hybrid")).With(204);
    }

    [Fact]
    public async Task Model_TheKeyMayNotUse_IsForbidden()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);
        var key = await shared.Admin.CreateKeyAsync("default", new JsonObject { ["name"] = "other", ["models"] = new JsonArray(ChatBody.Model) });
        using GatewayClient client = new(shared.Silo.Address, key.Text("key"));

        (await client.ChatAsync(Answers.Ask(model))).With(403).Error["code"]!.GetValue<string>().ShouldBe("model_not_allowed");

        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Model_Removed_IsUnknownAgain()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);
        (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);
        (await shared.Client.ChatAsync(Answers.Ask($"{model}@none"))).With(404);
        (await shared.Client.ChatAsync(Answers.Ask("m-none"))).With(404).Error["code"]!.GetValue<string>().ShouldBe("model_not_found");

        (await shared.Admin.DeleteAsync($"/admin/v1/upstreams/up-{model}")).With(204);

        (await shared.Client.ChatAsync(Answers.Ask(model))).With(404);
    }

    [Fact]
    public async Task Limits_AndBudgets_CountForUpstreams()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        await tenant.LimitAsync(new JsonObject { ["requests_per_minute"] = 2 });
        await tenant.BudgetAsync("1000");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.Client.ChatAsync(Answers.Ask(model))));

        answers.Count(answer => answer.Status == 200).ShouldBe(2);
        server.Calls.Count.ShouldBe(2);
        var budget = await tenant.BudgetAsync();
        budget["spent"]!.GetValue<string>().ShouldBe("200"); // 60 × 1 + 40 × 0.5 + 20 × 1, twice.
        await tenant.LimitAsync([]);
        (await tenant.Client.ChatAsync(Answers.Ask(model, 1000))).With(429).Error["code"]!.GetValue<string>().ShouldBe("insufficient_quota");
        server.Calls.Count.ShouldBe(2);
    }
}
