using System.Globalization;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class AnswerHeadersTests(SharedSilo shared)
{
    [Fact]
    public async Task Chat_Answered_SaysWhoAnsweredAndWhatItCost()
    {
        var answer = (await shared.Client.ChatAsync(ChatBody.Ask("Hello", 1))).With(200);

        answer.Headers["x-gateway-model"].ShouldBe("gateway-tiny@v1");
        double.Parse(answer.Headers["x-gateway-overhead-ms"], CultureInfo.InvariantCulture).ShouldBeInRange(0, 10_000);
        answer.Headers.ShouldNotContainKey("Server");
    }

    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/models/none", 404)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/v1/chat/completions", 405)]
    [InlineData("/admin/v1/tenants", 401)]
    [InlineData("/nothing", 404)]
    [InlineData("/health/live", 200)]
    public async Task RequestId_AnyAnswer_Present(string path, int status)
    {
        var answer = await shared.Client.GetAsync(path);

        answer.With(status).Headers["x-request-id"].ShouldMatch("^req_[0-9a-f]{32}$");
    }

    [Fact]
    public async Task RequestId_TwoRequests_Differ() =>
        (await shared.Client.GetAsync("/v1/models")).Headers["x-request-id"].ShouldNotBe((await shared.Client.GetAsync("/v1/models")).Headers["x-request-id"]);
}
