using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Limits;

public sealed class LedgerTests
{
    [Fact]
    public async Task Ledger_ClientsCutAtRandomAndTheSiloKilled_EqualsTheEnginesOwnCount()
    {
        await using var silo = await SiloProcess.StartAsync(Life.LongContext.Arguments);
        using var admin = silo.Admin();
        for (var round = 0; round < 3; round++)
        {
            var random = new Random(round);
            using var client = silo.Client();
            var traffic = Enumerable.Range(0, 60).Select(_ => TalkAsync(client, random.Next(-2, 15))).ToList();
            await Task.WhenAny(Task.WhenAll(traffic), Task.WhenAll(traffic.Take(20)));

            await silo.KillAsync();

            await Task.WhenAll(traffic);
            await silo.RestartAsync();
        }

        var proof = (await admin.GetAsync("/admin/v1/usage/reconcile")).With(200).Json;

        proof["balanced"]!.GetValue<bool>().ShouldBeTrue(proof.ToJsonString());
        proof["missing"]!.GetValue<int>().ShouldBe(0);
        proof["replicas"]![0]!["engine"]!["output_tokens"]!.GetValue<long>().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Stream_ClientLeaves_IsBilledWhatWasGenerated()
    {
        await using var silo = await SiloProcess.StartAsync(Life.LongContext.Arguments);
        using var admin = silo.Admin();
        using var client = silo.Client();
        using (var stream = await client.OpenAsync(ChatBody.Long(Life.LongContext.Tokens)))
        {
            for (var i = 0; i < 20; i++)
            {
                (await stream.NextAsync()).ShouldNotBeNull();
            }
        }

        await SiloProcess.WaitUntilAsync(async () => OutputTokens(await ReconcileAsync(admin), "ledger") > 0, TimeSpan.FromSeconds(10));

        var proof = await ReconcileAsync(admin);
        OutputTokens(proof, "ledger").ShouldBeInRange(18, Life.LongContext.Tokens / 2);
        OutputTokens(proof, "engine").ShouldBe(OutputTokens(proof, "ledger"));
    }

    private static async Task<JsonNode> ReconcileAsync(GatewayClient admin) => (await admin.GetAsync("/admin/v1/usage/reconcile")).With(200).Json;

    private static long OutputTokens(JsonNode proof, string account) => proof["replicas"]!.AsArray().Sum(replica => replica![account]!["output_tokens"]!.GetValue<long>());

    // Leaves after so many events; stays to the end where the number is negative. The silo may be killed meanwhile.
    private static async Task TalkAsync(GatewayClient client, int events)
    {
        try
        {
            using var stream = await client.OpenAsync(ChatBody.Long(events < 0 ? 20 : 200));
            for (var i = 0; (events < 0 || i < events) && await stream.NextAsync() is not null; i++)
            {
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The silo was killed.
        }
    }
}
