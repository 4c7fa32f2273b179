using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>Bodies that parsers read in different ways: an upstream gets none that could mean another model, or more tokens, than was admitted.</summary>
[Collection(nameof(UpstreamTests))]
public sealed class OddBodyTests(UpstreamSilo shared)
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    [Theory]
    [InlineData("""{"\u006dodel":"{m}",{r}}""")]
    [InlineData("""{"model":"{e}",{r}}""")]
    [InlineData("""{{r},"x":{"model":"other","stream":true},"model":"{m}"}""")]
    [InlineData("""{"x":1e400,"y":123456789012345678901234567890,"model":"{m}",{r}}""")]
    [InlineData("""{"x":"\ud83d\ude00","x":2,"model":"{m}",{r}}""")]
    [InlineData("""{"stream":null,"max_tokens":null,"n":null,"stream_options":null,"user":7,"metadata":[1],"model":"{m}",{r}}""")]
    [InlineData("\uFEFF{\"model\":\"{m}\",{r}}")]
    [InlineData("\r\n\t {\"model\" \n:\t\"{m}\" ,{r}} \n")]
    public async Task Body_OddButClear_ReachesTheUpstreamWithItsOwnName(string body)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);

        (await SendAsync(body, model)).With(200);

        using var sent = JsonDocument.Parse(server.Calls.ShouldHaveSingleItem().Body);
        sent.RootElement.GetProperty("model").GetString().ShouldBe("there");
    }

    [Theory]
    [InlineData("""{"model":"other","model":"{m}",{r}}""", "model")]
    [InlineData("""{"mo\u0064el":"other","model":"{m}",{r}}""", "model")]
    [InlineData("""{"MODEL":"other","model":"{m}",{r}}""", "model")]
    [InlineData("""{"model":"{m}","stream":true,"stream":false,{r}}""", "stream")]
    [InlineData("""{"model":"{m}","Stream":true,{r}}""", "stream")]
    [InlineData("""{"model":"{m}","stream":"true",{r}}""", "stream")]
    [InlineData("""{"model":"{m}","stream":1,{r}}""", "stream")]
    [InlineData("""{"model":"{m}","max_tokens":1,"max_tokens":100000,{r}}""", "max_tokens")]
    [InlineData("""{"model":"{m}","max_tokens":"100000",{r}}""", "max_tokens")]
    [InlineData("""{"model":"{m}","max_tokens":1e5,{r}}""", "max_tokens")]
    [InlineData("""{"model":"{m}","max_tokens":99999999999999999999,{r}}""", "max_tokens")]
    [InlineData("""{"model":"{m}","max_completion_tokens":-1,{r}}""", "max_completion_tokens")]
    [InlineData("""{"model":"{m}","n":129,{r}}""", "n")]
    [InlineData("""{"model":"{m}","n":"2",{r}}""", "n")]
    [InlineData("""{"model":"{m}","best_of":1000,{r}}""", "best_of")]
    [InlineData("""{"model":"{m}","stream":true,"stream_options":{"include_usage":true,"include_usage":false},{r}}""", "stream_options.include_usage")]
    [InlineData("""{"model":"{m}","stream":true,"stream_options":{},"stream_options":{"include_usage":false},{r}}""", "stream_options")]
    public async Task Body_ThatCanBeReadInTwoWays_IsRefused(string body, string param)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);

        (await SendAsync(body, model)).With(400).Error["param"]!.GetValue<string>().ShouldBe(param);

        server.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"model":["{m}"],{r}}""")]
    [InlineData("""{"model":"{m}","model":null,{r}}""")]
    [InlineData("""{"model":"{m}","model":7,{r}}""")]
    [InlineData("""{"model":"{m}\ud800",{r}}""")]
    [InlineData("""{"model":"{m}","user":"\ud800",{r}}""")]
    [InlineData("""{"model":"{m}","\ud800":1,{r}}""")]
    [InlineData("""{"model":"{m}",{r}}}""")]
    [InlineData("""{"model":"{m}",{r},}""")]
    [InlineData("""{"model":"{m}",{r}""")]
    [InlineData("""{"model":"{m}",/**/{r}}""")]
    public async Task Body_NoRequest_IsRefusedByTheGateway(string body)
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);

        (await SendAsync(body, model)).Status.ShouldBeOneOf(400, 404);

        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Body_NestedTooDeep_IsRefused()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var model = await shared.AddAsync(server);

        (await SendAsync($$$"""{"model":"{m}","x":{{{new string('[', 5000)}}}{{{new string(']', 5000)}}},{r}}""", model)).With(400);

        server.Calls.ShouldBeEmpty();
    }

    private async Task<Answer> SendAsync(string body, string model)
    {
        var escaped = string.Concat(model.Select(character => $"\\u{(int)character:X4}"));
        var text = body.Replace("{m}", model, StringComparison.Ordinal).Replace("{e}", escaped, StringComparison.Ordinal).Replace("{r}", Messages, StringComparison.Ordinal);
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        return await shared.Client.SendAsync(request);
    }
}
