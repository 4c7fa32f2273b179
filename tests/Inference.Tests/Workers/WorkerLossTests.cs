using System.Diagnostics;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Workers;

/// <summary>The worker dies or is ended: nobody waits for it, and this process is unharmed.</summary>
public sealed class WorkerLossTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_WhileGenerating_OpenAndLaterRequestsAreLost()
    {
        await using var worker = await WorkerFixture.LoadAsync(SharedEngine.Options with { ParallelSequences = 1, ContextTokens = 20_000 });
        var running = await worker.StartAsync(AskForever(), Cancellation);
        var waiting = await worker.QueueAsync(AskForever(), Cancellation);
        var embedding = worker.EmbedAsync(new EmbeddingRequest([.. Enumerable.Repeat(new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1000)] }, 500)]), Cancellation);

        Kill(worker);

        (await running.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost)).Message.ShouldContain("killed by signal 9");
        await waiting.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost);
        await embedding.ShouldFailAsync(InferenceErrorCode.EngineLost);
        var reason = await worker.Completion.WaitAsync(Patience, Cancellation);
        reason.ShouldNotBeNull().Code.ShouldBe(InferenceErrorCode.EngineLost);
        await ShouldBeLostAsync(worker);
        worker.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    [Fact]
    public async Task Kill_WhileIdle_CompletionSaysSo()
    {
        await using var worker = await WorkerFixture.LoadAsync();
        worker.Completion.IsCompleted.ShouldBeFalse();

        Kill(worker);

        (await worker.Completion.WaitAsync(Patience, Cancellation)).ShouldNotBeNull().Message.ShouldContain("killed by signal 9");
        await ShouldBeLostAsync(worker);
    }

    [Fact]
    public async Task Kill_OneOfTwo_OtherGoesOn()
    {
        await using var first = await WorkerFixture.LoadAsync();
        await using var second = await WorkerFixture.LoadAsync();
        first.ProcessId.ShouldNotBe(second.ProcessId);

        Kill(first);
        await first.Completion.WaitAsync(Patience, Cancellation);

        (await second.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
    }

    [Fact]
    public async Task Dispose_Idle_ProcessEndsInOrder()
    {
        var worker = await WorkerFixture.LoadAsync();
        using var process = Process.GetProcessById(worker.ProcessId);

        await worker.DisposeAsync().AsTask().WaitAsync(Patience, Cancellation);

        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        (await worker.Completion.WaitAsync(Patience, Cancellation)).ShouldBeNull();
        await ShouldBeLostAsync(worker);
    }

    [Fact]
    public async Task Dispose_WhileGenerating_OpenRequestsAreLostAndProcessEnds()
    {
        var worker = await WorkerFixture.LoadAsync(SharedEngine.Options with { ParallelSequences = 1, ContextTokens = 20_000 });
        using var process = Process.GetProcessById(worker.ProcessId);
        var running = await worker.StartAsync(AskForever(), Cancellation);
        var waiting = await worker.QueueAsync(AskForever(), Cancellation);

        await worker.DisposeAsync().AsTask().WaitAsync(Patience, Cancellation);

        await running.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost);
        await waiting.DrainAsync().ShouldFailAsync(InferenceErrorCode.EngineLost);
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        (await worker.Completion.WaitAsync(Patience, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_TwiceOrAfterTheWorkerDied_SameAsOnce()
    {
        var worker = await WorkerFixture.LoadAsync();
        Kill(worker);

        await worker.DisposeAsync();
        await worker.DisposeAsync();

        await ShouldBeLostAsync(worker);
    }

    private static void Kill(WorkerEngine worker)
    {
        using var process = Process.GetProcessById(worker.ProcessId);
        process.Kill();
    }

    private static async Task ShouldBeLostAsync(WorkerEngine worker)
    {
        await worker.AnswerAsync(Ask("Hello")).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await worker.TokenizeAsync(Chat("Hello"), Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await worker.DetokenizeAsync([1], Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
        await worker.EmbedAsync(new EmbeddingRequest([new PromptInput { Text = "a" }]), Cancellation).ShouldFailAsync(InferenceErrorCode.EngineLost);
    }
}
