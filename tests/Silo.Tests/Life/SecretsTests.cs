using System.Runtime.Versioning;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Life;

public sealed class SecretsTests
{
    private const string AdminKey = "an-admin-key-of-the-operator";
    private const string Marker = "xylophone-marker";

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_FirstStart_KeysForTheOwnerOnly()
    {
        await using var silo = await SiloProcess.StartAsync();

        foreach (var name in new[] { "admin.key", "default.key" })
        {
            File.GetUnixFileMode(Path.Combine(silo.Data, name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, name);
        }
    }

    [Fact]
    public async Task LogsAndConsole_AfterRequests_HoldNoPromptAndNoSecret()
    {
        Dictionary<string, string> environment = new() { ["LLMGW_ADMIN_KEY"] = AdminKey };
        await using var silo = await SiloProcess.StartAsync([], environment, health => health["status"]!.GetValue<string>() == "ready");
        using var admin = new GatewayClient(silo.Address, AdminKey);
        using var client = silo.Client();
        var created = await admin.CreateKeyAsync("default");
        using var other = new GatewayClient(silo.Address, created.Text("key"));

        (await client.ChatAsync(ChatBody.Ask(Marker))).With(200);
        await other.StreamAsync(ChatBody.Ask(Marker).Streamed());
        (await other.ChatAsync(ChatBody.Ask(string.Join(' ', Enumerable.Repeat(Marker, 2000))))).With(400);
        (await other.PostAsync("/v1/chat/completions", $"{{\"messages\":\"{Marker}\"")).With(400);
        (await other.PostAsync("/v1/embeddings", $"{{\"model\":\"gateway-tiny\",\"input\":\"{Marker}\"}}")).With(200);
        (await admin.DeleteAsync($"/admin/v1/tenants/default/keys/{created.Text("id")}")).With(200);
        (await other.ChatAsync(ChatBody.Ask(Marker))).With(401);
        Processes.Kill(Processes.ChildrenOf(silo.Id).ShouldHaveSingleItem());
        var secrets = new[] { Marker, AdminKey, created.Text("key"), silo.ApiKey };
        File.Exists(Path.Combine(silo.Data, "admin.key")).ShouldBeFalse();
        (await silo.StopAsync()).ShouldBe(0, silo.Output);

        var logs = Directory.GetFiles(Path.Combine(silo.Data, "logs"), "*.json");
        logs.ShouldNotBeEmpty();
        foreach (var secret in secrets)
        {
            silo.Output.ShouldNotContain(secret);
            foreach (var log in logs)
            {
                (await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)).ShouldNotContain(secret);
            }
        }
    }
}
