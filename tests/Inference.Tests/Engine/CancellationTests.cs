using System.Diagnostics;
using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Tests.Workers;
using LlmGateway.Inference.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>Cancelled answers end with what they cost, in this process as in a worker.</summary>
public sealed class CancellationTests
{
    private static readonly EngineOptions OneAtATime = SharedEngine.Options with { ParallelSequences = 1, ContextTokens = 20_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_CancelledMidway_EndsWithTheExactCount(bool inWorker)
    {
        await using var engine = await LoadAsync(inWorker);
        var request = Ask("Please count to seven.") with { IgnoreEos = true };
        var prompt = await engine.TokenizeAsync(request.Prompt, Cancellation);
        using CancellationTokenSource leaving = new();
        var events = await engine.QueueAsync(request, leaving.Token);
        List<GenerationEvent> seen = [events.Current];
        while (seen.Count < 6)
        {
            (await events.MoveNextAsync()).ShouldBeTrue();
            seen.Add(events.Current);
        }

        await leaving.CancelAsync();

        var answer = new Answer([.. seen.SkipLast(1), .. (await events.RestAsync()).Events]);
        (answer.End.Reason, answer.End.PromptTokens, answer.End.CachedTokens).ShouldBe((FinishReason.Cancelled, prompt.Tokens.Count, 0));
        answer.Pieces.Select(piece => piece.CompletionTokens).Append(answer.End.CompletionTokens).ShouldBeInOrder();
        var same = await engine.AnswerAsync(request with { MaxTokens = answer.End.CompletionTokens });
        same.Text.ShouldBe(answer.Text);
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_CancelledWhileQueued_CostsNothingAndOthersGoOn(bool inWorker)
    {
        await using var engine = await LoadAsync(inWorker);
        var running = await engine.StartAsync(AskForever(), Cancellation);
        using CancellationTokenSource leaving = new();
        var waiting = await engine.QueueAsync(Ask("Hello"), leaving.Token);

        await leaving.CancelAsync();

        (await waiting.RestAsync()).Events.Skip(1).ShouldBe([new GenerationFinished(FinishReason.Cancelled, 0, 0, 0)]);
        (await running.MoveNextAsync()).ShouldBeTrue();
        await running.DisposeAsync();
        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_CancelledAtAnyTime_CountFitsTheText(bool inWorker)
    {
        await using var engine = await LoadAsync(inWorker, SharedEngine.Options with { ParallelSequences = 3, ContextTokens = 6000 });
        var prompt = await engine.TokenizeAsync(AskForever().Prompt, Cancellation);
        var random = new Random(5);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => CancelAsync(engine, pieces: random.Next(0, 30))));

        foreach (var answer in answers)
        {
            answer.End.Reason.ShouldBe(FinishReason.Cancelled);
            if (answer.Pieces.LastOrDefault() is { } last)
            {
                answer.End.PromptTokens.ShouldBe(prompt.Tokens.Count);
                answer.End.CompletionTokens.ShouldBeInRange(last.CompletionTokens, last.CompletionTokens + 10); // Some tokens have no text.
            }
        }
    }

    [Fact]
    public async Task Generate_WorkerHangsAfterACancellation_Lost()
    {
        await using var worker = await WorkerFixture.LoadAsync(OneAtATime, new WorkerOptions { CancelTimeout = TimeSpan.FromMilliseconds(100), StopTimeout = TimeSpan.FromMilliseconds(100) });
        using CancellationTokenSource leaving = new();
        var events = await worker.StartAsync(AskForever(), leaving.Token);
        using (var signal = Process.Start("kill", ["-STOP", $"{worker.ProcessId}"]))
        {
            await signal.WaitForExitAsync(Cancellation);
        }

        await leaving.CancelAsync();

        (await events.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost)).Message.ShouldContain("within 0.1 s");
        worker.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    private static async Task<Answer> CancelAsync(IInferenceEngine engine, int pieces)
    {
        using CancellationTokenSource leaving = new();
        List<GenerationEvent> events = [];
        await foreach (var generated in engine.GenerateAsync(AskForever(), leaving.Token))
        {
            events.Add(generated);
            if (events.Count == pieces + 1)
            {
                await leaving.CancelAsync();
            }
        }

        return new Answer(events);
    }

    private static async Task<IInferenceEngine> LoadAsync(bool inWorker, EngineOptions? options = null) =>
        inWorker ? await WorkerFixture.LoadAsync(options ?? OneAtATime) : await LlamaEngine.LoadAsync(options ?? OneAtATime);
}
