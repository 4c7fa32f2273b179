using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class LoggedBodiesTests
{
    private const string Marker = "xylophone";

    [Fact]
    public async Task Get_TenantLogsBodies_RedactedAndSealed()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        using var client = silo.Client();
        (await admin.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "/admin/v1/tenants/default")
        {
            Content = new StringContent("""{"settings":{"log_bodies":true}}""", System.Text.Encoding.UTF8, "application/json"),
        })).With(200);
        var body = ChatBody.Ask($"{Marker} anna@example.com\n4111 1111 1111 1111", 8);

        var answer = (await client.ChatAsync(body)).With(200);
        var log = await FindAsync(admin, answer.Headers["x-request-id"]);
        JsonNode.Parse(log.Text("request_body"))!["messages"]![0]!.Text("content").ShouldBe($"{Marker} [email]\n[card]");
        log.Text("response_body").ShouldBe(answer.Body);

        using (var events = await client.OpenAsync(body.DeepClone().AsObject().Streamed()))
        {
            var sent = string.Concat((await events.ReadToEndAsync()).Select(text => text + "\n\n"));
            log = await FindAsync(admin, events.Response.Headers.GetValues("x-request-id").Single());
            log.Text("response_body").ShouldBe(sent);
        }

        (await admin.GetAsync("/admin/v1/logs")).With(200).Body.ShouldNotContain(Marker);

        var broken = (await client.PostAsync("/v1/embeddings", "{\"input\": \"bob@example.com")).With(400);
        log = await FindAsync(admin, broken.Headers["x-request-id"]);
        (log.Text("request_body"), log.Text("response_body")).ShouldBe(("{\"input\":", broken.Body));

        var large = ChatBody.Ask(string.Concat(Enumerable.Repeat("word ", 100_000)));
        log = await FindAsync(admin, (await client.ChatAsync(large)).With(400).Headers["x-request-id"]);
        log.Text("request_body").ShouldEndWith("…[truncated]");

        await silo.StopAsync();
        foreach (var file in Directory.GetFiles(silo.Data, "gateway.db*"))
        {
            (await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken)).ShouldNotContain(Marker);
        }
    }

    private static async Task<JsonNode> FindAsync(GatewayClient admin, string id)
    {
        Answer answer = null!;
        await SiloProcess.WaitUntilAsync(async () => (answer = await admin.GetAsync($"/admin/v1/logs/{id}")).Status == 200, TimeSpan.FromSeconds(10));
        return answer.Json;
    }
}
