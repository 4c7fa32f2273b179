using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Upstreams;

[Collection(nameof(UpstreamTests))]
public sealed class FailureTests(UpstreamSilo shared)
{
    private const string Refusal = """{"error":{"message":"No.","type":"invalid_request_error","param":"messages","code":"no"}}""";

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Refusal_OfTheClientsMistake_IsPassedOnAndCostsNothing(int status)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Refusal, status, headers: "Retry-After: 7\r\n"));
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.ChatAsync(Answers.Ask(model))).With(status);

        answer.Body.ShouldBe(Refusal);
        answer.Headers["Retry-After"].ShouldBe("7");
        shared.Ledger(answer).ShouldBe(new LedgerEntry("failed", 0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Refusal_InHtml_IsToldInJson()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync("<html>Not Found</html>", 404, "text/html"));
        var model = await shared.AddAsync(server);

        (await shared.Client.ChatAsync(Answers.Ask(model))).With(404).Error["code"]!.GetValue<string>().ShouldBe("upstream_refused");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(529)]
    public async Task Failure_ThatTheClientCantHelp_IsA503(int status)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync($$$"""{"error":{"message":"Bad key {{{UpstreamSilo.UpstreamKey}}}"}}""", status));
        var model = await shared.AddAsync(server);

        await RefusedAsync(model, "upstream_error");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1}""")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1}}}""")]
    public async Task Answer_NoJsonObject_IsA503(string body)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(body));
        var model = await shared.AddAsync(server);

        await RefusedAsync(model, "upstream_error");
    }

    [Theory]
    [InlineData("garbage\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"usage\":")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("")]
    public async Task Connection_EndsWithinTheAnswer_IsA503(string sent)
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.SendAsync(sent);
            call.Break();
        });
        var model = await shared.AddAsync(server);

        await RefusedAsync(model, "upstream_error");
    }

    [Fact]
    public async Task Connection_Refused_IsA503() => await RefusedAsync(await shared.AddAsync($"http://127.0.0.1:{FreePorts.Next()}/v1"), "upstream_unreachable");

    [Fact]
    public async Task Host_Unknown_IsA503() => await RefusedAsync(await shared.AddAsync("http://upstream.invalid/v1"), "upstream_unreachable");

    [Fact]
    public async Task Answer_DoesNotCome_IsA503AfterTheTimeout()
    {
        await using UpstreamServer server = new(call => call.GoneAsync());

        await RefusedAsync(await shared.AddAsync(server, body => body["timeout_seconds"] = 1), "upstream_timeout");
    }

    [Fact]
    public async Task Answer_TooLarge_IsA503()
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {65L * 1024 * 1024}\r\n\r\n");
            await call.GoneAsync();
        });

        await RefusedAsync(await shared.AddAsync(server), "upstream_error");
    }

    private async Task RefusedAsync(string model, string code)
    {
        var answer = (await shared.Client.ChatAsync(Answers.Ask(model))).With(503);

        answer.Error["code"]!.GetValue<string>().ShouldBe(code, answer.Body);
        answer.Error["message"]!.GetValue<string>().ShouldContain($"'{model}'");
        answer.Body.ShouldNotContain(UpstreamSilo.UpstreamKey);
        answer.Headers["Retry-After"].ShouldBe("1");
        shared.Ledger(answer).ShouldBe(new LedgerEntry("failed", 0, 0, 0, 0, 0));
    }
}
