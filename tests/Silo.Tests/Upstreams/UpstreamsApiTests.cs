using System.Text;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Upstreams;

public sealed class UpstreamsApiTests
{
    [Fact]
    public async Task Secret_IsShownNowhere_AndUpstreamsOutliveARestart()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));
        var shared = new UpstreamSilo();
        await shared.InitializeAsync();
        await using var _ = shared;
        var model = await shared.AddAsync(server);
        (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);

        (await shared.Admin.GetAsync("/admin/v1/upstreams")).With(200).Body.ShouldNotContain(UpstreamSilo.UpstreamKey);
        var view = (await shared.Admin.GetAsync($"/admin/v1/upstreams/up-{model}")).With(200);
        view.Body.ShouldNotContain(UpstreamSilo.UpstreamKey);
        view.Json["has_api_key"]!.GetValue<bool>().ShouldBeTrue();

        await shared.Silo.KillAsync();
        await shared.Silo.RestartAsync();
        (await shared.Client.ChatAsync(Answers.Ask(model))).With(200).Body.ShouldBe(Answers.Whole);
        server.Calls.ShouldAllBe(call => call.Headers["Authorization"] == $"Bearer {UpstreamSilo.UpstreamKey}");

        // Named again without a key, it keeps the one that it has.
        await shared.AddAsync(server, body =>
        {
            (body["name"], body["models"]) = ($"up-{model}", new JsonArray(model));
            body.Remove("api_key");
            body.Remove("prices");
        });
        (await shared.Client.ChatAsync(Answers.Ask(model))).With(200);
        server.Calls.Last().Headers["Authorization"].ShouldBe($"Bearer {UpstreamSilo.UpstreamKey}");

        (await shared.Silo.StopAsync()).ShouldBe(0, shared.Silo.Output);
        shared.Silo.Output.ShouldNotContain(UpstreamSilo.UpstreamKey);
        foreach (var file in Directory.GetFiles(shared.Silo.Data, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(UpstreamSilo.UpstreamKey)).ShouldBe(-1, file);
        }
    }
}
