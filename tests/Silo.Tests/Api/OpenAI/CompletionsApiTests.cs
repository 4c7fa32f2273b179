using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class CompletionsApiTests(SharedSilo shared)
{
    private const string Path = "/v1/completions";

    [Fact]
    public async Task Answer_Whole_AsCommitted() => (await shared.Client.PostAsync(Path, Body())).With(200).Json.ShouldMatch("completion.json");

    [Theory]
    [InlineData(false, "completion-stream.json")]
    [InlineData(true, "completion-stream-usage.json")]
    public async Task Events_Answer_AsCommitted(bool withUsage, string file)
    {
        var events = await shared.Client.StreamAsync(Body().Streamed(withUsage), Path);

        events[^1].ShouldBe("data: [DONE]");
        new JsonArray([.. events.SkipLast(1).Select(text => JsonNode.Parse(text["data: ".Length..]))]).ShouldMatch(file);
    }

    [Fact]
    public async Task Answer_PromptOfTokens_SameAsText()
    {
        var tokens = (await shared.Client.PostAsync("/v1/tokenize", new JsonObject { ["model"] = ChatBody.Model, ["text"] = "Once upon a time" })).With(200).Json["tokens"]!;
        var body = Body();
        body["prompt"] = tokens.DeepClone();

        var answer = await shared.Client.PostAsync(Path, body);

        Text(answer).ShouldBe(Text(await shared.Client.PostAsync(Path, Body())));
    }

    [Fact]
    public async Task Answer_Echo_BeginsWithThePrompt()
    {
        var body = Body();
        body["echo"] = true;

        Text(await shared.Client.PostAsync(Path, body)).ShouldStartWith("Once upon a time");
    }

    private static JsonObject Body() => new() { ["model"] = ChatBody.Model, ["prompt"] = "Once upon a time", ["temperature"] = 0, ["max_tokens"] = 4 };

    private static string Text(Answer answer) => answer.With(200).Json["choices"]![0]!["text"]!.GetValue<string>();
}
