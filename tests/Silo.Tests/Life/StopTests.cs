using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Life;

public sealed class StopTests
{
    private const int Tokens = 3000; // A few seconds, well within the time to drain.

    [Fact]
    public async Task Terminate_StreamRunning_EndsWholeWithoutNewConnections()
    {
        await using var silo = await SiloProcess.StartAsync(LongContext.Arguments);
        using var client = silo.Client();
        using var events = await client.OpenAsync(ChatBody.Long(Tokens));
        (await events.NextAsync()).ShouldNotBeNull();
        var workers = Processes.ChildrenOf(silo.Id);
        var rest = events.ReadToEndAsync();

        silo.Terminate();
        await silo.WaitUntilRefusingAsync(TimeSpan.FromSeconds(10));

        rest.IsCompleted.ShouldBeFalse("The stream should outlast the listener.");
        var read = await rest;
        read[^1].ShouldBe("data: [DONE]");
        read[^2].ShouldContain("\"finish_reason\":\"length\"");
        (await silo.WaitForExitAsync()).ShouldBe(0, silo.Output);
        foreach (var worker in workers)
        {
            await SiloProcess.WaitUntilGoneAsync(worker, TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task Terminate_StreamOutlastsTheDrain_EndsWithAnError()
    {
        await using var silo = await SiloProcess.StartAsync([.. LongContext.Arguments, "--set", "LLMGW:DrainTimeout=00:00:01"]);
        using var client = silo.Client();
        using var events = await client.OpenAsync(ChatBody.Long(LongContext.Tokens));
        (await events.NextAsync()).ShouldNotBeNull();

        silo.Terminate();

        var read = await events.ReadToEndAsync();
        read[^1].ShouldContain("\"code\":\"replica_lost\"");
        (await silo.WaitForExitAsync()).ShouldBe(0, silo.Output);
    }
}
