using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

/// <summary>What a streamed answer looks like on the wire.</summary>
public sealed class ChatStreamTests(SharedSilo shared)
{
    private const string Question = "What is the capital of France?";

    [Theory]
    [InlineData(false, "chat-stream.json")]
    [InlineData(true, "chat-stream-usage.json")]
    public async Task Events_Answer_AsCommitted(bool withUsage, string file)
    {
        var events = await shared.Client.StreamAsync(ChatBody.Ask(Question).Streamed(withUsage));

        events[^1].ShouldBe("data: [DONE]");
        Chunks(events).ShouldMatch(file);
    }

    [Fact]
    public async Task Events_OneStream_ShareIdTimeAndModel()
    {
        var chunks = Chunks(await shared.Client.StreamAsync(ChatBody.Ask(Question).Streamed(withUsage: true)));

        foreach (var name in new[] { "id", "created", "model", "object" })
        {
            chunks.Select(chunk => chunk![name]!.ToJsonString()).Distinct().Count().ShouldBe(1, name);
        }
    }

    [Fact]
    public async Task Events_TwoStreams_DifferInId()
    {
        var first = Chunks(await shared.Client.StreamAsync(ChatBody.Ask(Question).Streamed()));
        var second = Chunks(await shared.Client.StreamAsync(ChatBody.Ask(Question).Streamed()));

        first[0]!["id"]!.GetValue<string>().ShouldNotBe(second[0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Events_ManyTokens_FlushedOneByOne()
    {
        using var connection = await RawConnection.OpenAsync(shared.Silo.Address);
        var body = ChatBody.Long(900).ToJsonString();
        await connection.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {shared.Silo.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

        var reads = await connection.ReadToEndAsync();

        // The reader may fall behind now and then, so that some events come together; a buffered answer would come in a handful of pieces.
        reads.Count.ShouldBeGreaterThan(50);
        string.Concat(reads).ShouldContain("data: [DONE]\n\n");
        reads[0].ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Headers_Stream_ToldToProxiesAndClients()
    {
        var answer = (await shared.Client.ChatAsync(ChatBody.Ask(Question).Streamed())).With(200);

        answer.Headers["Content-Type"].ShouldBe("text/event-stream; charset=utf-8");
        answer.Headers["Cache-Control"].ShouldBe("no-cache");
        answer.Headers["x-gateway-model"].ShouldBe("gateway-tiny@v1");
        answer.Headers["x-request-id"].ShouldMatch("^req_[0-9a-f]{32}$");
        answer.Headers.ShouldContainKey("x-gateway-overhead-ms");
    }

    [Fact]
    public async Task Stream_RefusedRequest_PlainErrorAnswer()
    {
        var answer = await shared.Client.ChatAsync(ChatBody.Ask(Question, 1_000_000).Streamed());

        answer.With(400).Error["code"]!.GetValue<string>().ShouldBe("context_length_exceeded");
        answer.Headers["Content-Type"].ShouldStartWith("application/json");
    }

    private static JsonArray Chunks(IReadOnlyList<string> events) =>
        new([.. events.SkipLast(1).Select(text => JsonNode.Parse(text["data: ".Length..]))]);
}
