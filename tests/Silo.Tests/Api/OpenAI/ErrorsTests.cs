using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

/// <summary>Error bodies, compared with committed ones.</summary>
public sealed class ErrorsTests(SharedSilo shared)
{
    [Fact]
    public async Task Error_NoKey_AsCommitted()
    {
        using var stranger = new GatewayClient(shared.Silo.Address, null);

        (await stranger.GetAsync("/v1/models")).With(401).Json.ShouldMatch("error-401-no-key.json");
    }

    [Fact]
    public async Task Error_WrongKey_AsCommitted()
    {
        using var stranger = new GatewayClient(shared.Silo.Address, "sk-gw-wrong");

        (await stranger.GetAsync("/v1/models")).With(401).Json.ShouldMatch("error-401-wrong-key.json");
    }

    [Fact]
    public async Task Error_UnknownModel_AsCommitted()
    {
        var body = ChatBody.Ask("Hello");
        body["model"] = "gpt-none";

        (await shared.Client.ChatAsync(body)).With(404).Json.ShouldMatch("error-404-model.json");
    }

    [Fact]
    public async Task Error_UnknownUrl_AsCommitted() => (await shared.Client.GetAsync("/v1/nothing")).With(404).Json.ShouldMatch("error-404-url.json");

    [Fact]
    public async Task Error_WrongMethod_AsCommitted() => (await shared.Client.GetAsync("/v1/chat/completions")).With(405).Json.ShouldMatch("error-405.json");

    [Fact]
    public async Task Error_OutOfRange_AsCommitted()
    {
        var body = ChatBody.Ask("Hello");
        body["temperature"] = 3;

        (await shared.Client.ChatAsync(body)).With(400).Json.ShouldMatch("error-400-range.json");
    }

    [Fact]
    public async Task Error_MissingMessages_AsCommitted() =>
        (await shared.Client.PostAsync("/v1/chat/completions", """{"model":"gateway-tiny"}""")).With(400).Json.ShouldMatch("error-400-missing.json");

    [Fact]
    public async Task Error_ContextExceeded_AsCommitted() =>
        (await shared.Client.ChatAsync(ChatBody.Ask("Hello", 2000))).With(400).Json.ShouldMatch("error-400-context.json");

    [Fact]
    public async Task Error_NotJson_AsCommitted()
    {
        using var form = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new FormUrlEncodedContent([new("model", "gateway-tiny")]) };

        (await shared.Client.SendAsync(form)).With(415).Json.ShouldMatch("error-415.json");
    }
}
