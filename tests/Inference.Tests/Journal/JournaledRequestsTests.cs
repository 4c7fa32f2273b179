using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Tests.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Journal;

/// <summary>What engines write down is what they told.</summary>
public sealed class JournaledRequestsTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_EachWayToEnd_LineSaysWhatTheLastEventSaid(bool inWorker)
    {
        await using var engine = await LoadAsync(inWorker);
        using CancellationTokenSource leaving = new();
        Dictionary<string, GenerationFinished> ends = new()
        {
            ["req_stop"] = await EndAsync(Ask("What is the capital of France?") with { RequestId = "req_stop", Account = "acme" }),
            ["req_text"] = await EndAsync(Ask("Please count to seven.") with { RequestId = "req_text", Stop = [", 4"] }),
            ["req_length"] = await EndAsync(Ask("Tell me a story.", 9) with { RequestId = "req_length", Account = "日本" }),
        };
        var running = await engine.StartAsync(AskForever() with { RequestId = "req_cancelled" }, leaving.Token);
        using CancellationTokenSource leavingQueue = new();
        var waiting = await engine.QueueAsync(Ask("Hello") with { RequestId = "req_queued" }, leavingQueue.Token);
        await leavingQueue.CancelAsync();
        ends["req_queued"] = (await waiting.RestAsync()).End;
        await leaving.CancelAsync();
        ends["req_cancelled"] = (await running.RestAsync()).End;

        _folder.Entries.Count.ShouldBe(5);
        foreach (var (request, end) in ends)
        {
            var entry = _folder.Of(request);
            (entry.Replica, entry.Kind, entry.Reason).ShouldBe(("model@v1/0", JournalKind.Generation, Enum.Parse<JournalReason>($"{end.Reason}")));
            (entry.PromptTokens, entry.CachedTokens, entry.CompletionTokens).ShouldBe((end.PromptTokens, end.CachedTokens, end.CompletionTokens));
            entry.UnixMilliseconds.ShouldBeGreaterThan(0);
        }

        _folder.Of("req_stop").Account.ShouldBe("acme");
        _folder.Of("req_length").Account.ShouldBe("日本");

        async Task<GenerationFinished> EndAsync(GenerationRequest request) => (await engine.AnswerAsync(request)).End;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embed_Done_Written(bool inWorker)
    {
        await using var engine = await LoadAsync(inWorker);

        var result = await engine.EmbedAsync(new EmbeddingRequest([new PromptInput { Text = "one" }, new PromptInput { Text = "two three" }]) { RequestId = "req_1", Account = "acme" }, Cancellation);

        var entry = _folder.Of("req_1");
        (entry.Kind, entry.Reason, entry.PromptTokens, entry.CompletionTokens, entry.Account).ShouldBe((JournalKind.Embedding, JournalReason.Done, result.PromptTokens, 0, "acme"));
    }

    [Fact]
    public async Task Generate_ReaderLeaves_WrittenAsCancelled()
    {
        await using var engine = await LoadAsync(inWorker: true);
        var events = await engine.StartAsync(AskForever() with { RequestId = "req_left" }, Cancellation);
        var seen = ((GeneratedText)events.Current).CompletionTokens;

        await events.DisposeAsync();

        await engine.AnswerAsync(Ask("Hello", 1)); // Its turn comes when the other has ended.
        var entry = _folder.Of("req_left");
        entry.Reason.ShouldBe(JournalReason.Cancelled);
        entry.CompletionTokens.ShouldBeGreaterThanOrEqualTo(seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_WhileGenerating_WrittenAsFailed(bool inWorker)
    {
        var engine = await LoadAsync(inWorker);
        var running = await engine.StartAsync(AskForever() with { RequestId = "req_running" }, Cancellation);
        await engine.QueueAsync(Ask("Hello") with { RequestId = "req_waiting" }, Cancellation);
        var seen = ((GeneratedText)running.Current).CompletionTokens;

        await engine.DisposeAsync();

        var entry = _folder.Entries.ShouldHaveSingleItem();
        (entry.RequestId, entry.Reason).ShouldBe(("req_running", JournalReason.Failed));
        entry.PromptTokens.ShouldBeGreaterThan(0);
        entry.CompletionTokens.ShouldBeGreaterThanOrEqualTo(seen);
        EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem().InUse.ShouldBeFalse();
    }

    [Fact]
    public async Task Generate_NoRequestIdOrRefused_NotWritten()
    {
        await using var engine = await LoadAsync(inWorker: false);

        await engine.AnswerAsync(Ask("Hello", 3) with { Account = "acme" });
        await engine.AnswerAsync(Ask("Hello", 30_000) with { RequestId = "req_1" }).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);
        await engine.AnswerAsync(Ask("Hello", 3) with { RequestId = new string('a', 257) }).ShouldFailAsync(InferenceErrorCode.InvalidRequest);
        await engine.AnswerAsync(Ask("Hello", 3) with { RequestId = "req_1", Account = new string('日', 342) }).ShouldFailAsync(InferenceErrorCode.InvalidRequest);

        Directory.Exists(_folder.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Generate_JournalUnwritable_AnsweredAll()
    {
        File.WriteAllText(_folder.Path, "not a folder");
        List<string> log = [];
        await using var engine = await WorkerFixture.LoadAsync(Options, log: (_, line) =>
        {
            lock (log)
            {
                log.Add(line);
            }
        });

        (await engine.TextAsync(Ask("What is the capital of France?") with { RequestId = "req_1" })).ShouldContain("Paris");
        (await engine.TextAsync(Ask("What is the capital of Italy?") with { RequestId = "req_2" })).ShouldContain("Rome");

        await engine.DisposeAsync(); // All that the worker printed has come by then.
        log.Count(line => line.Contains("journal", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Segments_OfAWorker_InUseUntilItIsKilled()
    {
        await using var engine = await WorkerFixture.LoadAsync(Options);
        await engine.AnswerAsync(Ask("Hello", 1) with { RequestId = "req_1" });
        var segment = EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem();
        (segment.ProcessId, segment.InUse).ShouldBe((engine.ProcessId, true));

        using (var process = System.Diagnostics.Process.GetProcessById(engine.ProcessId))
        {
            process.Kill();
        }

        await engine.Completion.WaitAsync(Patience, Cancellation);
        EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem().ShouldBe(segment with { InUse = false });
        _folder.Of("req_1").CompletionTokens.ShouldBe(1);
    }

    private EngineOptions Options => SharedEngine.Options with { ParallelSequences = 1, ContextTokens = 20_000, Name = "model@v1/0", JournalFolder = _folder.Path };

    private async Task<IInferenceEngine> LoadAsync(bool inWorker) => inWorker ? await WorkerFixture.LoadAsync(Options) : await LlamaEngine.LoadAsync(Options);
}
