using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>A client that takes nothing of a long answer is cut off, so that its buffers and its upstream are free again.</summary>
public sealed class SlowReaderTests
{
    [Fact]
    public async Task Stream_NobodyReads_CutOffAndBilled()
    {
        await using UpstreamSilo shared = new() { Arguments = ["--set", "LLMGW:MinBytesPerSecond=1000000"] };
        await shared.InitializeAsync();
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            var text = Answers.Chunk(new string('x', 64 * 1024));
            while (true)
            {
                await call.EventsAsync(text); // Until the gateway closes the connection.
            }
        });
        var model = await shared.AddAsync(server);
        using var connection = await RawConnection.OpenAsync(shared.Silo.Address);
        var body = Answers.Ask(model).Streamed().ToJsonString();

        await connection.SendAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer {shared.Silo.ApiKey}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        await SiloProcess.WaitUntilAsync(
            async () => (await shared.Admin.GetAsync($"/admin/v1/logs?model={model}")).With(200).Json["data"]!.AsArray() is [{ } row] && row["status"]!.GetValue<int>() == 499,
            TimeSpan.FromSeconds(40));
        (await shared.Admin.GetAsync("/admin/v1/usage?group_by=model")).With(200).Json["data"]!.AsArray().Single(row => row!["model"]!.GetValue<string>() == model)!["output_tokens"]!
            .GetValue<long>().ShouldBeGreaterThan(0);
    }
}
