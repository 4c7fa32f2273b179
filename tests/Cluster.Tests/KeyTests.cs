using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Cluster.Tests;

public sealed class KeyTests(TwoSilos silos)
{
    [Fact]
    public async Task MadeOnOne_WorksOnTheOtherAtOnce_RevokedThere_RefusedHereAtOnce()
    {
        var (tenant, keyId, secret) = await silos.NewKeyAsync();
        using GatewayClient first = new(silos.First.Address, secret);
        using GatewayClient second = new(silos.Second.Address, secret);
        (await second.GetAsync("/v1/models")).With(200);
        (await first.GetAsync("/v1/models")).With(200);

        using var admin = silos.Second.Admin();
        (await admin.DeleteAsync($"/admin/v1/tenants/{tenant}/keys/{keyId}")).With(200);

        (await first.GetAsync("/v1/models")).Status.ShouldBe(401);
        (await second.GetAsync("/v1/models")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Limit_RequestsToBoth_Exact()
    {
        const int limit = 100;
        var (tenant, _, secret) = await silos.NewKeyAsync();
        using var admin = silos.First.Admin();
        (await admin.PutAsync($"/admin/v1/tenants/{tenant}/limits", new JsonObject { ["requests_per_minute"] = limit })).With(200);
        GatewayClient[] clients = [new(silos.First.Address, secret), new(silos.Second.Address, secret)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * limit).Select(i => clients[i % 2].ChatAsync(ChatBody.Ask("Hello", 1))));

        answers.Count(answer => answer.Status == 200).ShouldBe(limit);
        answers.Count(answer => answer.Status == 429).ShouldBe(3 * limit);
        Array.ForEach(clients, client => client.Dispose());
    }

    [Fact]
    public async Task Usage_RequestsToBoth_OneLedger()
    {
        var (tenant, _, secret) = await silos.NewKeyAsync();
        foreach (var silo in (Silo.Tests.Hosting.SiloProcess[])[silos.First, silos.Second])
        {
            using GatewayClient client = new(silo.Address, secret);
            (await client.ChatAsync(ChatBody.Ask("What is the capital of France?"))).Text().ShouldContain("Paris");
        }

        foreach (var silo in (Silo.Tests.Hosting.SiloProcess[])[silos.First, silos.Second])
        {
            using var admin = silo.Admin();
            (await admin.GetAsync($"/admin/v1/usage?tenant={tenant}")).With(200).Json["data"]!.AsArray().ShouldHaveSingleItem()!["requests"]!.GetValue<long>().ShouldBe(2);
        }
    }

    [Fact]
    public async Task IdempotencyKey_ToBothAtOnce_RunsOnce()
    {
        var (tenant, _, secret) = await silos.NewKeyAsync();
        GatewayClient[] clients = [new(silos.First.Address, secret), new(silos.Second.Address, secret)];
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => AskAsync(clients[i % 2])));
        var after = await Task.WhenAll(clients.Select(AskAsync));

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 409);
        after.ShouldAllBe(answer => answer.Status == 200);
        answers.Concat(after).Where(answer => answer.Status == 200).Select(answer => answer.Body).Distinct().ShouldHaveSingleItem();
        (await silos.SqlAsync($"SELECT count(*) FROM ledger WHERE tenant_id = '{tenant}'")).ShouldBe("1");
        Array.ForEach(clients, client => client.Dispose());

        Task<Answer> AskAsync(GatewayClient client)
        {
            HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(ChatBody.Ask("Hello", 5).ToJsonString(), null, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            return client.SendAsync(request);
        }
    }
}
