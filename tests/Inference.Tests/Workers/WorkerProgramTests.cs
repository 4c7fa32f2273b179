using System.Diagnostics;
using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Tests.Journal;
using LlmGateway.Inference.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Workers;

/// <summary>The worker program by itself, driven by frames.</summary>
public sealed class WorkerProgramTests : IDisposable
{
    private readonly Process _process = new() { StartInfo = new ProcessStartInfo(new WorkerOptions().Program) { RedirectStandardInput = true, RedirectStandardOutput = true } };
    private readonly JournalFolder _journal = new();
    private readonly DirectoryInfo _empty = Directory.CreateTempSubdirectory("llmgateway-");

    private FrameReader? _reader;

    private FrameWriter Writer => new(_process.StandardInput.BaseStream);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        _empty.Delete();
        _journal.Dispose();
    }

    [Fact]
    public async Task Run_ParentGoneBeforeLoading_Ends()
    {
        _process.Start();

        _process.StandardInput.Close();

        await ShouldEndAsync();
    }

    [Fact]
    public async Task Run_ParentGoneWhileGenerating_Ends()
    {
        _process.Start();
        Writer.Write(FrameKind.Load, 0, SharedEngine.Options with { ContextTokens = 20_000 }, WorkerJson.Default.EngineOptions);
        Read().Kind.ShouldBe(FrameKind.Loaded);
        Writer.Write(FrameKind.Generate, 1, AskForever(), WorkerJson.Default.GenerationRequest);
        Read().Kind.ShouldBe(FrameKind.Started);

        _process.StandardInput.Close();

        await ShouldEndAsync();
    }

    // A silo that is killed closes both pipes, in whichever order.
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Run_ParentGoneWhileGenerating_WhatWasGeneratedIsInTheJournal(bool inputFirst, bool outputToo)
    {
        _process.Start();
        Writer.Write(FrameKind.Load, 0, SharedEngine.Options with { ContextTokens = 20_000, ParallelSequences = 2, JournalFolder = _journal.Path }, WorkerJson.Default.EngineOptions);
        Read().Kind.ShouldBe(FrameKind.Loaded);
        string[] requests = ["req_1", "req_2", "req_queued"];
        for (var i = 0; i < requests.Length; i++)
        {
            Writer.Write(FrameKind.Generate, i + 1, AskForever() with { RequestId = requests[i], Account = "acme" }, WorkerJson.Default.GenerationRequest);
        }

        Dictionary<int, int> seen = [];
        while (seen.Count < 2 || seen.Values.Min() < 5)
        {
            var (kind, id, tokens) = ReadNumber();
            if (kind == FrameKind.Text)
            {
                seen[id] = tokens;
            }
        }

        if (inputFirst)
        {
            _process.StandardInput.Close();
        }

        if (outputToo)
        {
            _process.StandardOutput.Close();
        }

        _process.StandardInput.Close();
        await ShouldEndAsync();
        _journal.Entries.Count.ShouldBe(3);
        for (var i = 0; i < requests.Length; i++)
        {
            var entry = _journal.Of(requests[i]);
            (entry.Reason, entry.Account).ShouldBe((JournalReason.Cancelled, "acme"));
            var running = seen.TryGetValue(i + 1, out var tokens);
            // Once an answer can't be told any more it is dropped, and the queued one may begin.
            entry.CompletionTokens.ShouldBeInRange(tokens, running || outputToo ? 19_000 : 0);
            (entry.PromptTokens > 0).ShouldBe(running || (outputToo && entry.PromptTokens > 0));
        }

        EngineJournal.Segments(_journal.Path).ShouldHaveSingleItem().InUse.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_Shutdown_EndsWithoutError()
    {
        _process.Start();
        Writer.Write(FrameKind.Load, 0, SharedEngine.Options, WorkerJson.Default.EngineOptions);
        Read().Kind.ShouldBe(FrameKind.Loaded);

        Writer.Write(FrameKind.Shutdown, 0);

        await ShouldEndAsync();
        _process.ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Run_RequestBeforeLoading_Refused()
    {
        _process.Start();

        Writer.Write(FrameKind.Tokenize, 5, Chat("Hello"), WorkerJson.Default.PromptInput);

        var answer = Read();
        (answer.Kind, answer.Id, answer.Code).ShouldBe((FrameKind.Failed, 5, InferenceErrorCode.EngineLost));
        answer.Text.ShouldContain("not loaded yet");
    }

    [Fact]
    public void Run_LibraryFolderEmpty_RefusedWithTheFix()
    {
        _process.StartInfo.Environment["LLMGW_LLAMA_PATH"] = _empty.FullName;
        _process.Start();

        Writer.Write(FrameKind.Load, 0, SharedEngine.Options, WorkerJson.Default.EngineOptions);

        var answer = Read();
        (answer.Kind, answer.Id, answer.Code).ShouldBe((FrameKind.Failed, 0, InferenceErrorCode.LibraryUnusable));
        answer.Text.ShouldContain(_empty.FullName);
        answer.Text.ShouldContain("set LLMGW_LLAMA_PATH to a folder with llama.cpp");
    }

    [Fact]
    public async Task Run_TerminationSignal_LeftToTheSilo()
    {
        _process.Start();
        Writer.Write(FrameKind.Tokenize, 5, Chat("Hello"), WorkerJson.Default.PromptInput);
        Read().Kind.ShouldBe(FrameKind.Failed); // Its signal handlers are in place by now.

        using (var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Writer.Write(FrameKind.Tokenize, 6, Chat("Hello"), WorkerJson.Default.PromptInput);
        Read().Id.ShouldBe(6);
    }

    private async Task ShouldEndAsync() =>
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    private (FrameKind Kind, int Id, int Number) ReadNumber()
    {
        _reader!.TryRead(out var frame).ShouldBeTrue();
        return (frame.Kind, frame.Id, FrameContent.Number(frame, 0));
    }

    private (FrameKind Kind, int Id, InferenceErrorCode Code, string Text) Read()
    {
        _reader ??= new FrameReader(_process.StandardOutput.BaseStream);
        _reader.TryRead(out var frame).ShouldBeTrue();
        return frame.Kind == FrameKind.Failed
            ? (frame.Kind, frame.Id, (InferenceErrorCode)FrameContent.Number(frame, 0), FrameContent.Text(frame, skip: 1))
            : (frame.Kind, frame.Id, default, "");
    }
}
