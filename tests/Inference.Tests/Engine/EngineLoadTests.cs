using LlmGateway.Inference.Engine;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>Requests that leave early, wait, or are too many. Each test has an engine of its own.</summary>
public sealed class EngineLoadTests
{
    // A context that is not filled within a test, so that what runs keeps running.
    private static readonly EngineOptions OneAtATime = SharedEngine.Options with { ParallelSequences = 1, ContextTokens = 20_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_100RandomDisconnects_NothingLeftAndNextAnswerRight()
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);
        var expected = await engine.TextAsync(Ask("What is the capital of France?"));
        var random = new Random(1);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => LeaveAsync(engine, pieces: random.Next(0, 40), cancel: i % 2 == 0)));

        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldBe(expected);
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Generate_ReaderStopsEarly_SequenceFreed()
    {
        await using var engine = await LlamaEngine.LoadAsync(OneAtATime);
        await foreach (var generated in engine.GenerateAsync(AskForever(), Cancellation))
        {
            if (generated is GeneratedText)
            {
                break;
            }
        }

        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Generate_CancelledWhileQueued_LeavesTheQueue()
    {
        await using var engine = await LlamaEngine.LoadAsync(OneAtATime);
        var running = await engine.StartAsync(AskForever(), Cancellation);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var waiting = await engine.QueueAsync(Ask("Hello"), leaving.Token);
        (engine.Load.Running, engine.Load.Waiting).ShouldBe((1, 1));

        await leaving.CancelAsync();

        (await waiting.RestAsync()).End.ShouldBe(new GenerationFinished(FinishReason.Cancelled, 0, 0, 0));
        var next = engine.AnswerAsync(Ask("What is the capital of France?"));
        await running.DisposeAsync();
        (await next.WaitAsync(Patience, Cancellation)).Text.ShouldContain("Paris");
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Generate_CancelledBefore_NeverStarts()
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

        var events = await engine.QueueAsync(AskForever(), new CancellationToken(canceled: true));

        (await events.RestAsync()).Events.Skip(1).ShouldBe([new GenerationFinished(FinishReason.Cancelled, 0, 0, 0)]);

        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Generate_QueueFull_Overloaded()
    {
        await using var engine = await LlamaEngine.LoadAsync(OneAtATime with { QueueLimit = 2 });
        var running = await engine.StartAsync(AskForever(), Cancellation);
        var second = engine.AnswerAsync(Ask("What is the capital of France?"));
        var third = engine.AnswerAsync(Ask("What is the capital of Italy?"));

        var error = await engine.AnswerAsync(Ask("Hello")).ShouldFailAsync(InferenceErrorCode.Overloaded);

        error.Message.ShouldContain("2 requests wait");
        await running.DisposeAsync();
        (await second.WaitAsync(Patience, Cancellation)).Text.ShouldContain("Paris");
        (await third.WaitAsync(Patience, Cancellation)).Text.ShouldContain("Rome");
    }

    [Fact]
    public async Task Load_RunningAndWaiting_PromptsAndAnswersCounted()
    {
        await using var engine = await LlamaEngine.LoadAsync(OneAtATime);
        var running = await engine.StartAsync(AskForever() with { MaxTokens = 19_000 }, Cancellation);
        var waiting = await engine.QueueAsync(new GenerationRequest { Prompt = new PromptInput { Tokens = [1, 2, 3] }, MaxTokens = 7 }, Cancellation);

        engine.Load.Running.ShouldBe(1);
        engine.Load.Waiting.ShouldBe(1);
        engine.Load.OutstandingTokens.ShouldBeInRange(19_010, 19_110);

        await running.DisposeAsync();
        await waiting.DrainAsync();
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Dispose_WhileGenerating_OpenAndLaterRequestsAreLost()
    {
        var engine = await LlamaEngine.LoadAsync(OneAtATime);
        var running = await engine.StartAsync(AskForever(), Cancellation);
        var waiting = await engine.QueueAsync(Ask("Hello"), Cancellation);

        await engine.DisposeAsync();

        await running.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost);
        await waiting.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost);
        await ShouldBeLostAsync(engine);
        (await engine.Completion.WaitAsync(Patience, Cancellation)).ShouldBeNull();
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Dispose_Twice_SameAsOnce()
    {
        var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

        await engine.DisposeAsync();
        await engine.DisposeAsync();

        await ShouldBeLostAsync(engine);
    }

    [Fact]
    public async Task Dispose_WhileManyCallsArrive_EachIsAnsweredOrLost()
    {
        for (var round = 0; round < 5; round++)
        {
            var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);
            using var start = new Barrier(5);
            var callers = Enumerable.Range(0, 4).Select(caller => Task.Factory.StartNew(() => CallUntilLostAsync(engine, start), TaskCreationOptions.LongRunning).Unwrap()).ToList();
            start.SignalAndWait(Cancellation);

            await engine.DisposeAsync();

            await Task.WhenAll(callers).WaitAsync(Patience, Cancellation);
        }
    }

    private static async Task LeaveAsync(LlamaEngine engine, int pieces, bool cancel)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var left = pieces;
        await foreach (var generated in engine.GenerateAsync(AskForever(), leaving.Token))
        {
            if (left-- > 0)
            {
                continue;
            }

            if (!cancel)
            {
                return;
            }

            await leaving.CancelAsync();
        }

        cancel.ShouldBeTrue();
    }

    private static async Task CallUntilLostAsync(LlamaEngine engine, Barrier start)
    {
        start.SignalAndWait(Cancellation);
        try
        {
            while (true)
            {
                var tokens = (await engine.TokenizeAsync(Chat("What is the capital of France?"), Cancellation)).Tokens;
                await engine.DetokenizeAsync(tokens, Cancellation);
                await engine.AnswerAsync(Ask("Hello", maxTokens: 1));
            }
        }
        catch (InferenceException e) when (e.Code == InferenceErrorCode.EngineLost)
        {
        }
    }

    private static async Task ShouldBeLostAsync(LlamaEngine engine)
    {
        await engine.AnswerAsync(Ask("Hello")).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await engine.TokenizeAsync(Chat("Hello"), Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await engine.DetokenizeAsync([1, 2], Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await engine.EmbedAsync(new EmbeddingRequest([new PromptInput { Text = "Hello" }]), Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
    }
}
