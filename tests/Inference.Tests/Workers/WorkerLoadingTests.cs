using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Workers;

public sealed class WorkerLoadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_UnusableModel_TheEnginesOwnMessage()
    {
        var options = new EngineOptions { ModelPath = "/nowhere/missing.gguf" };
        var expected = await LlamaEngine.LoadAsync(options).ShouldFailAsync(InferenceErrorCode.ModelUnusable);

        var error = await WorkerFixture.LoadAsync(options).ShouldFailAsync(InferenceErrorCode.ModelUnusable);

        error.Message.ShouldBe(expected.Message);
    }

    [Fact]
    public async Task Load_SettingOutOfRange_TheEnginesOwnMessage()
    {
        var error = await WorkerFixture.LoadAsync(SharedEngine.Options with { Threads = 0 }).ShouldFailAsync(InferenceErrorCode.ModelUnusable);

        error.Message.ShouldContain("'threads'");
    }

    [Fact]
    public async Task Load_ProgramMissing_RefusedWithItsPath()
    {
        var error = await WorkerFixture.LoadAsync(options: new WorkerOptions { Program = "/nowhere/worker" }).ShouldFailAsync(InferenceErrorCode.LibraryUnusable);

        error.Message.ShouldContain("/nowhere/worker");
    }

    [Fact]
    public async Task Load_ProgramEndsAtOnce_Lost() =>
        await WorkerFixture.LoadAsync(options: new WorkerOptions { Program = "/bin/false" }).ShouldFailAsync(InferenceErrorCode.EngineLost);

    [Fact]
    public async Task Load_ProgramAnswersSomethingElse_Lost() =>
        await WorkerFixture.LoadAsync(options: new WorkerOptions { Program = "/bin/cat" }).ShouldFailAsync(InferenceErrorCode.EngineLost);

    [Fact]
    public async Task Load_ProgramWritesNoFrames_Lost() =>
        await WorkerFixture.LoadAsync(options: new WorkerOptions { Program = "/bin/ls" }).ShouldFailAsync(InferenceErrorCode.EngineLost);

    [Fact]
    public async Task Load_ProgramNeverAnswers_RefusedAfterTheTimeout()
    {
        // It reads its input to the end and says nothing before.
        var options = new WorkerOptions { Program = "/usr/bin/tail", LoadTimeout = TimeSpan.FromMilliseconds(200) };

        var error = await WorkerFixture.LoadAsync(options: options).ShouldFailAsync(InferenceErrorCode.ModelUnusable);

        error.Message.ShouldContain("was not loaded within");
    }

    [Fact]
    public async Task Load_Cancelled_Throws()
    {
        using var leaving = new CancellationTokenSource();
        var loading = WorkerEngine.LoadAsync(SharedEngine.Options, new WorkerOptions { Program = "/usr/bin/tail" }, (_, _) => { }, leaving.Token);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(loading.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Load_LoweredPriority_Works()
    {
        await using var worker = await WorkerFixture.LoadAsync(options: new WorkerOptions { Priority = System.Diagnostics.ProcessPriorityClass.BelowNormal, VisibleGpus = "" });

        (await worker.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
    }
}
