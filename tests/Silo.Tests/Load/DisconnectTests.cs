using System.Diagnostics;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Load;

public sealed class DisconnectTests
{
    private const int Tokens = 8000;

    [Fact]
    public async Task Disconnects_AtRandomPoints_LeaveNothingRunning()
    {
        await using var silo = await SiloProcess.StartAsync(Life.LongContext.Arguments);
        using var client = silo.Client();
        var random = new Random(1);
        foreach (var batch in Enumerable.Range(0, 100).Select(_ => random.Next(-1, 12)).Chunk(10))
        {
            await Task.WhenAll(batch.Select(events => LeaveAsync(silo, client, events)));
        }

        await silo.WaitForZeroAsync("llmgateway_replica_running", TimeSpan.FromSeconds(10));
        await silo.WaitForZeroAsync("llmgateway_replica_waiting", TimeSpan.FromSeconds(10));

        // 100 answers of 8000 tokens would keep both sequences busy for minutes.
        var started = Stopwatch.GetTimestamp();
        var burst = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ChatAsync(ChatBody.Ask("What is the capital of France?"))));

        burst.Select(answer => answer.Text()).ShouldAllBe(text => text == "The capital of France is Paris.");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        silo.Output.ShouldNotContain(" ERR ");
    }

    // Before the answer began where the number is negative, else after so many events.
    private static async Task LeaveAsync(SiloProcess silo, GatewayClient client, int events)
    {
        if (events < 0)
        {
            using var connection = await RawConnection.OpenAsync(silo.Address);
            var body = ChatBody.Long(Tokens).ToJsonString();
            await connection.SendAsync(
                $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            return;
        }

        using var stream = await client.OpenAsync(ChatBody.Long(Tokens));
        for (var i = 0; i < events; i++)
        {
            (await stream.NextAsync()).ShouldNotBeNull();
        }
    }
}
