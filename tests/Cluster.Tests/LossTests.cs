using System.Diagnostics;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Cluster.Tests;

public sealed class LossTests(TwoSilos silos)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Idle, it takes two to three seconds; machines that run tests are not idle.
    private static readonly TimeSpan LossLimit = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task SiloKilled_WithTheOnlyReplica_TheOtherAnswersSoonAndNothingAnsweredIsLost()
    {
        var (tenant, _, secret) = await silos.NewKeyAsync();
        var (victim, survivor) = Processes.ChildrenOf(silos.First.Id).Count > 0 ? (silos.First, silos.Second) : (silos.Second, silos.First);
        var answered = 0;
        using (GatewayClient client = new(victim.Address, secret))
        {
            for (var i = 0; i < 5; i++)
            {
                (await client.ChatAsync(ChatBody.Ask("Hello", 1))).With(200);
                answered++;
            }
        }

        using GatewayClient other = new(survivor.Address, secret);
        var killed = Stopwatch.GetTimestamp();
        await victim.KillAsync();
        await SiloProcess.WaitUntilAsync(async () => (await other.ChatAsync(ChatBody.Ask("Hello", 1))).Status == 200, Limit);
        var took = Stopwatch.GetElapsedTime(killed);
        answered++;

        TestContext.Current.TestOutputHelper!.WriteLine($"The other silo answered after {took.TotalSeconds:0.00} s.");
        took.ShouldBeLessThan(LossLimit);
        (await silos.SqlAsync($"SELECT count(*) FROM ledger WHERE tenant_id = '{tenant}' AND status = 'completed'")).ShouldBe($"{answered}");
        (await silos.SqlAsync($"SELECT sum(requests - failures) FROM usage_hours WHERE tenant_id = '{tenant}'")).ShouldBe($"{answered}");

        await victim.RestartAsync();
        (await silos.SqlAsync("SELECT count(*) FROM orleansmembership WHERE status = 3")).ShouldBe("2");
    }

    [Fact]
    public async Task PostgresRestarted_SilosLiveAndAnswerAgain()
    {
        var (_, _, secret) = await silos.NewKeyAsync();
        GatewayClient[] clients = [new(silos.First.Address, secret), new(silos.Second.Address, secret)];
        await Task.WhenAll(clients.Select(async client => (await client.ChatAsync(ChatBody.Ask("Hello", 1))).With(200)));

        await silos.Server.StopAsync();
        var without = await clients[0].GetAsync("/v1/models"); // A key that is known needs no database.
        await silos.Server.StartAgainAsync();

        without.Status.ShouldBe(200);
        foreach (var client in clients)
        {
            await SiloProcess.WaitUntilAsync(async () => (await client.ChatAsync(ChatBody.Ask("Hello", 1))).Status == 200, Limit);
            client.Dispose();
        }

        foreach (var silo in (SiloProcess[])[silos.First, silos.Second])
        {
            Processes.Runs(silo.Id).ShouldBeTrue();
            using var admin = silo.Admin();
            await SiloProcess.WaitUntilAsync(async () => (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = $"t-{Guid.NewGuid():n}" })).Status == 201, Limit);
        }

        (await silos.SqlAsync("SELECT count(*) FROM orleansmembership WHERE status = 3")).ShouldBe("2");
    }
}
