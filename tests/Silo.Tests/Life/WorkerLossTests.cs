using System.Globalization;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Life;

public sealed class WorkerLossTests
{
    [Fact]
    public async Task Kill_RequestsInFlight_ToldAndReplicaBack()
    {
        await using var silo = await SiloProcess.StartAsync(LongContext.Arguments);
        var id = silo.Id;
        using var client = silo.Client();
        var body = ChatBody.Long(LongContext.Tokens);
        body.Remove("stream");
        var whole = client.ChatAsync(body);
        using var events = await client.OpenAsync(ChatBody.Long(LongContext.Tokens));
        (await events.NextAsync()).ShouldNotBeNull();
        (await events.NextAsync()).ShouldNotBeNull();

        var worker = Processes.ChildrenOf(id).ShouldHaveSingleItem();
        Processes.Kill(worker);

        var rest = await events.ReadToEndAsync();
        rest.ShouldNotContain("data: [DONE]");
        JsonNode.Parse(rest[^1]["data: ".Length..])!.ShouldMatch("error-replica-lost.json");
        var answer = (await whole).With(503);
        answer.Json.ShouldMatch("error-replica-lost.json");
        int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1);

        // The silo hears of the loss a moment after the requests do: first another worker, then its readiness.
        await SiloProcess.WaitUntilAsync(() => Task.FromResult(Processes.ChildrenOf(id).Any(child => child != worker)), TimeSpan.FromSeconds(10));
        await silo.WaitUntilReadyAsync(TimeSpan.FromSeconds(10));
        silo.Id.ShouldBe(id);
        (await client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).Text().ShouldBe("The capital of France is Paris.");
    }
}
