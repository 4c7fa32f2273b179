using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Upstreams;

[Collection(nameof(UpstreamTests))]
public sealed class StreamTests(UpstreamSilo shared)
{
    private static readonly string[] Words = ["The", " capital", " is", " Paris", "."];

    [Fact]
    public async Task Events_PassOneByOne_BeforeTheNextIsMade()
    {
        using SemaphoreSlim seen = new(0);
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            foreach (var word in Words)
            {
                await call.EventsAsync(Answers.Chunk(word));
                await seen.WaitAsync(TestContext.Current.CancellationToken);
            }

            await call.EventsAsync(Answers.Chunk("", "\"stop\""), Answers.UsageChunk, "[DONE]");
            await call.EndAsync();
        });
        var model = await shared.AddAsync(server);

        using var stream = await OpenAsync(model);
        foreach (var word in Words)
        {
            (await stream.NextAsync()).ShouldBe($"data: {Answers.Chunk(word)}");
            seen.Release();
        }

        (await stream.ReadToEndAsync()).ShouldBe([$"data: {Answers.Chunk("", "\"stop\"")}", "data: [DONE]"]);
        stream.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        shared.Ledger(Id(stream)).ShouldBe(new LedgerEntry("completed", 100, 40, 20, 5, 100_000_000));
        server.Calls.ShouldHaveSingleItem().Json["stream_options"]!["include_usage"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Usage_TheClientAskedFor_IsShown()
    {
        await using var server = Server(Answers.Chunk("Hi"), Answers.UsageChunk, "[DONE]");
        var model = await shared.AddAsync(server);

        var events = await shared.Client.StreamAsync(Answers.Ask(model).Streamed(withUsage: true));

        events.ShouldBe([$"data: {Answers.Chunk("Hi")}", $"data: {Answers.UsageChunk}", "data: [DONE]"]);
    }

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":1}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{}}],"usage":null}""")]
    public async Task Usage_NotToBeBelieved_IsEstimatedFromThePieces(string last)
    {
        await using var server = Server(Answers.Chunk("a"), Answers.Chunk("b"), last, "[DONE]");
        var model = await shared.AddAsync(server);

        using var stream = await OpenAsync(model);
        var events = await stream.ReadToEndAsync();

        events[^1].ShouldBe("data: [DONE]");
        var entry = shared.Ledger(Id(stream));
        entry.Status.ShouldBe("completed");
        entry.Output.ShouldBe(last.Contains("delta", StringComparison.Ordinal) ? 3 : 2);
        entry.Input.ShouldBe(Answers.Ask(model).Streamed().ToJsonString().Length / 4);
        entry.CostMicros.ShouldBe((entry.Input + entry.Output) * 1_000_000);
        await shared.Silo.WaitForOutputAsync($"told no believable usage for request {Id(stream)}");
    }

    [Theory]
    [InlineData("\r\n\r\n", true)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Events_WithOtherLineEnds_ArePassedOn(string end, bool all)
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.PieceAsync($": comment\ndata: {Answers.Chunk("a")}{(all ? end : "\n\n")}");
            await call.PieceAsync($"data: {Answers.UsageChunk}{(all ? end : "\n\n")}data: [DONE]{end}");
            await call.EndAsync();
        });
        var model = await shared.AddAsync(server);

        using var stream = await OpenAsync(model);

        (await stream.ReadToEndAsync()).ShouldBe([$": comment\ndata: {Answers.Chunk("a")}", "data: [DONE]"]);
        shared.Ledger(Id(stream)).Input.ShouldBe(100);
    }

    [Fact]
    public async Task Client_Leaves_TheUpstreamIsCancelledAndWhatPassedIsBilled()
    {
        TaskCompletionSource gone = new();
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync([.. Words.Select(word => Answers.Chunk(word))]);
            await call.GoneAsync();
            gone.SetResult();
        });
        var model = await shared.AddAsync(server);
        string id;
        using (var stream = await OpenAsync(model))
        {
            id = Id(stream);
            for (var i = 0; i < Words.Length; i++)
            {
                await stream.NextAsync();
            }
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await SiloProcess.WaitUntilAsync(() => Task.FromResult(LedgerEntry.Find(shared.Silo.Data, id) is not null), TimeSpan.FromSeconds(10));

        var entry = shared.Ledger(id);
        entry.Status.ShouldBe("cancelled");
        entry.Output.ShouldBe(Words.Length);
    }

    [Fact]
    public async Task Key_RevokedMeanwhile_EndsTheStreamAndTheUpstreamsWork()
    {
        TaskCompletionSource gone = new();
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("a"));
            await call.GoneAsync();
            gone.SetResult();
        });
        var model = await shared.AddAsync(server);
        var key = await shared.Admin.CreateKeyAsync("default");
        using GatewayClient client = new(shared.Silo.Address, key.Text("key"));
        using var stream = await client.OpenAsync(Answers.Ask(model).Streamed());
        await stream.NextAsync();

        (await shared.Admin.DeleteAsync($"/admin/v1/tenants/default/keys/{key.Text("id")}")).With(200);

        (await stream.ReadToEndAsync()).ShouldHaveSingleItem().ShouldContain("\"code\":\"invalid_api_key\"");
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var entry = shared.Ledger(Id(stream));
        (entry.Status, entry.Output).ShouldBe(("cancelled", 1));
    }

    [Fact]
    public async Task Upstream_BreaksOff_AnErrorEventAndNoDone()
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("a"), Answers.Chunk("b"));
            call.Break();
        });
        var model = await shared.AddAsync(server);

        using var stream = await OpenAsync(model);
        var events = await stream.ReadToEndAsync();

        events.Count.ShouldBe(3);
        events[2].ShouldContain("\"code\":\"upstream_error\"");
        var entry = shared.Ledger(Id(stream));
        (entry.Status, entry.Output).ShouldBe(("failed", 2));
    }

    [Fact]
    public async Task Upstream_FallsSilent_AnErrorEventAfterItsTimeout()
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("a"));
            await call.GoneAsync();
        });
        var model = await shared.AddAsync(server, body => body["timeout_seconds"] = 1);

        (await shared.Client.StreamAsync(Answers.Ask(model).Streamed()))[^1].ShouldContain("\"code\":\"upstream_error\"");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upstream_EndsBeforeItsFirstEvent_IsA503ThatCostsNothing(bool cleanly)
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await (cleanly ? call.EndAsync() : Task.CompletedTask);
            call.Break();
        });
        var model = await shared.AddAsync(server);

        var answer = (await shared.Client.ChatAsync(Answers.Ask(model).Streamed())).With(503);

        answer.Error["code"]!.GetValue<string>().ShouldBe("upstream_error");
        shared.Ledger(answer).CostMicros.ShouldBe(0);
    }

    [Fact]
    public async Task Upstream_EventWithoutEnd_IsGivenUp()
    {
        var piece = new string('x', 1024 * 1024);
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("a"));
            while (true)
            {
                await call.PieceAsync(piece);
            }
        });
        var model = await shared.AddAsync(server);

        (await shared.Client.StreamAsync(Answers.Ask(model).Streamed()))[^1].ShouldContain("\"code\":\"upstream_error\"");
    }

    private static UpstreamServer Server(params string[] data) => new(async call =>
    {
        await call.BeginAsync();
        await call.EventsAsync(data);
        await call.EndAsync();
    });

    private Task<EventReader> OpenAsync(string model) => shared.Client.OpenAsync(Answers.Ask(model).Streamed());

    private static string Id(EventReader stream) => stream.Response.Headers.GetValues("x-request-id").Single();
}
