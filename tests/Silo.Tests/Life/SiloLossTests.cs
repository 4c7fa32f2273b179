using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Life;

public sealed class SiloLossTests
{
    [Fact]
    public async Task Kill_ThenRestart_KeepsAllAndLeavesNoWorker()
    {
        await using var silo = await SiloProcess.StartAsync(LongContext.Arguments);
        var (apiKey, adminKey) = (silo.ApiKey, silo.AdminKey);
        using var admin = silo.Admin();
        var tenant = await admin.CreateTenantAsync();
        var kept = await admin.CreateKeyAsync(tenant);
        var revoked = await admin.CreateKeyAsync(tenant);
        (await admin.DeleteAsync($"/admin/v1/tenants/{tenant}/keys/{revoked.Text("id")}")).With(200);
        using var client = silo.Client();
        using var running = await client.OpenAsync(ChatBody.Long(LongContext.Tokens));
        (await running.NextAsync()).ShouldNotBeNull();
        var workers = Processes.ChildrenOf(silo.Id);
        workers.ShouldNotBeEmpty();

        await silo.KillAsync();

        foreach (var worker in workers)
        {
            await SiloProcess.WaitUntilGoneAsync(worker, TimeSpan.FromSeconds(5));
        }

        await silo.RestartAsync();
        (silo.ApiKey, silo.AdminKey).ShouldBe((apiKey, adminKey));
        (await admin.GetAsync($"/admin/v1/tenants/{tenant}")).With(200);
        foreach (var key in new[] { apiKey, kept.Text("key") })
        {
            using var again = new GatewayClient(silo.Address, key);
            (await again.ChatAsync(ChatBody.Ask("What is the capital of France?"))).Text().ShouldBe("The capital of France is Paris.");
        }

        using var refused = new GatewayClient(silo.Address, revoked.Text("key"));
        (await refused.GetAsync("/v1/models")).With(401);
    }
}
