using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

public sealed class PingTests
{
    [Fact]
    public async Task Stream_WaitsInQueue_CommentsKeepItOpen()
    {
        await using var silo = await SiloProcess.StartAsync(
            "--model", $"{ChatBody.Model}={RepositoryFiles.TinyModel}", "--parallel", "1", "--context", "8192", "--set", "LLMGW:PingInterval=00:00:00.1");
        using var client = silo.Client();
        using var ahead = await client.OpenAsync(ChatBody.Long(4000));
        (await ahead.NextAsync()).ShouldNotBeNull();

        var events = await client.StreamAsync(ChatBody.Ask("What is the capital of France?").Streamed());

        events[0].ShouldStartWith("data: {");
        events[1].ShouldBe(": ping");
        events.Text().ShouldBe("The capital of France is Paris.");
        events[^1].ShouldBe("data: [DONE]");
    }
}
