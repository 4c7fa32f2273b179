using System.Collections.Concurrent;
using System.Text.Json;
using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Workers;

/// <summary>The worker's side of the pipe: one engine, driven by frames. The whole of the worker program.</summary>
/// <param name="input">Frames from the silo; its end means that the silo has gone.</param>
/// <param name="output">Frames to the silo.</param>
/// <param name="log">Where llama.cpp's lines go.</param>
/// <param name="engineLost">Called when the engine failed and the process is of no use any more.</param>
public sealed class WorkerServer(Stream input, Stream output, EngineLog log, Action engineLost)
{
    // Above a step of most models on most machines, and short enough that a new worker soon finds the memory free.
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(1);

    private readonly FrameReader _reader = new(input);
    private readonly FrameWriter _writer = new(output);
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _open = new();
    private LlamaEngine? _engine;

    /// <summary>Serves until the silo asks to stop or has gone.</summary>
    /// <returns>True if it asked: the engine was freed in order. False: the process should end at once; what was open is in the journal.</returns>
    public async Task<bool> RunAsync()
    {
        try
        {
            return await ServeAsync();
        }
        finally
        {
            await (_engine?.AbandonAsync(StepPatience) ?? Task.CompletedTask);
        }
    }

    private async Task<bool> ServeAsync()
    {
        while (_reader.TryRead(out var frame))
        {
            switch (frame.Kind)
            {
                case FrameKind.Load:
                    Start(0, LoadAsync(Parse(frame, WorkerJson.Default.EngineOptions)));
                    break;
                case FrameKind.Cancel:
                    if (_open.TryGetValue(frame.Id, out var request))
                    {
                        _ = request.CancelAsync();
                    }

                    break;
                case FrameKind.Shutdown:
                    await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
                    return true;
                default:
                    Dispatch(frame);
                    break;
            }
        }

        return false;
    }

    private void Dispatch(Frame frame)
    {
        var id = frame.Id;
        var source = new CancellationTokenSource();
        _open[id] = source;
        Start(id, frame.Kind switch
        {
            FrameKind.Generate => GenerateAsync(id, Parse(frame, WorkerJson.Default.GenerationRequest), source.Token),
            FrameKind.Embed => EmbedAsync(id, Parse(frame, WorkerJson.Default.EmbeddingRequest), source.Token),
            FrameKind.Tokenize => TokenizeAsync(id, Parse(frame, WorkerJson.Default.PromptInput)),
            FrameKind.Detokenize => DetokenizeAsync(id, Parse(frame, WorkerJson.Default.IReadOnlyListInt32)),
            _ => throw new InvalidDataException($"A frame of kind {frame.Kind} came to the worker."),
        });
    }

    private async Task LoadAsync(EngineOptions options)
    {
        await Task.Yield(); // Loading takes long; the pipe is read meanwhile, so that the silo's end is noticed.
        _engine = await LlamaEngine.LoadAsync(options, log);
        _writer.Write(FrameKind.Loaded, 0, _engine.Model, WorkerJson.Default.ModelDescription);
        if (await _engine.Completion is { } failure)
        {
            log(EngineLogLevel.Error, failure.Message);
            engineLost();
        }
    }

    private async Task GenerateAsync(int id, GenerationRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield(); // Rendering and tokenising must not hold up the frames behind this one.
        await foreach (var generated in Engine.GenerateAsync(request, cancellationToken))
        {
            switch (generated)
            {
                case GeneratedText text:
                    _writer.Write(FrameKind.Text, id, [text.CompletionTokens], text.Text);
                    break;
                case GenerationStarted started:
                    _writer.Write(FrameKind.Started, id, [started.PromptTokens]);
                    break;
                case GenerationFinished end:
                    _writer.Write(FrameKind.Finished, id, [(int)end.Reason, end.PromptTokens, end.CompletionTokens, end.CachedTokens]);
                    break;
            }
        }
    }

    private async Task EmbedAsync(int id, EmbeddingRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _writer.Write(FrameKind.Result, id, await Engine.EmbedAsync(request, cancellationToken), WorkerJson.Default.EmbeddingResult);
    }

    private async Task TokenizeAsync(int id, PromptInput prompt)
    {
        await Task.Yield();
        _writer.Write(FrameKind.Result, id, await Engine.TokenizeAsync(prompt), WorkerJson.Default.TokenizedPrompt);
    }

    private async Task DetokenizeAsync(int id, IReadOnlyList<int> tokens)
    {
        await Task.Yield();
        _writer.Write(FrameKind.Result, id, await Engine.DetokenizeAsync(tokens), WorkerJson.Default.String);
    }

    // Answers failures of a request and forgets it. A failing pipe is one of them: thrown on, it would end the process before what is open is in the journal.
    private async void Start(int id, Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            TryFail(id, InferenceErrorCode.Internal, "The request was cancelled.");
        }
        catch (InferenceException e)
        {
            TryFail(id, e.Code, e.Message);
        }
        catch (Exception e)
        {
            TryFail(id, InferenceErrorCode.Internal, $"The worker failed: {e.Message}");
        }
        finally
        {
            _open.TryRemove(id, out _);
        }
    }

    private void TryFail(int id, InferenceErrorCode code, string message)
    {
        try
        {
            _writer.Write(FrameKind.Failed, id, [(int)code], message);
        }
        catch (IOException)
        {
            // The silo has gone; the reader ends the process.
        }
    }

    private LlamaEngine Engine => _engine ?? throw new InferenceException(InferenceErrorCode.EngineLost, "The model is not loaded yet.");

    private static T Parse<T>(Frame frame, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(frame.Payload, type) ?? throw new InvalidDataException($"A frame of kind {frame.Kind} holds null.");
}
