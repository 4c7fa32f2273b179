using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>A silo that is told to stop waits for answers of upstreams as for its own: until the drain is over.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Terminate_StreamNeverEnds_EndsWithAnErrorAndIsBilled()
    {
        await using UpstreamSilo shared = new() { Arguments = ["--set", "LLMGW:DrainTimeout=00:00:01"] };
        await shared.InitializeAsync();
        using SemaphoreSlim over = new(0);
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("The"));
            await over.WaitAsync(TestContext.Current.CancellationToken);
        });
        var model = await shared.AddAsync(server);
        using var stream = await shared.Client.OpenAsync(Answers.Ask(model).Streamed());
        (await stream.NextAsync()).ShouldBe($"data: {Answers.Chunk("The")}");

        shared.Silo.Terminate();

        (await stream.ReadToEndAsync())[^1].ShouldContain("\"code\":\"replica_lost\"");
        (await shared.Silo.WaitForExitAsync()).ShouldBe(0, shared.Silo.Output);
        shared.Ledger(stream.Response.Headers.GetValues("x-request-id").Single()).Status.ShouldBe("cancelled");
        over.Release();
    }
}
