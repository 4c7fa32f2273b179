using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace LlmGateway.Inference.Workers;

/// <summary>A model loaded into a worker process, which may die without harm to this one.</summary>
public sealed class WorkerEngine : IInferenceEngine
{
    private readonly WorkerProcess _process;
    private readonly WorkerOptions _options;
    private readonly FrameWriter _writer;
    private readonly ConcurrentDictionary<int, WorkerRequest> _open = new();
    private readonly TaskCompletionSource<InferenceException?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerCall<ModelDescription> _loading = new(WorkerJson.Default.ModelDescription);
    private int _lastId;
    private int _openAnswers;
    private long _outstanding;
    private volatile bool _disposing;

    private WorkerEngine(WorkerProcess process, WorkerOptions options)
    {
        _process = process;
        _options = options;
        _writer = new FrameWriter(process.Input);
        _open[0] = _loading;
        // A thread of its own: it blocks in the pipe, and hands each token on without a detour.
        new Thread(Read) { IsBackground = true, Name = $"worker {process.Id}" }.Start();
    }

    /// <inheritdoc/>
    public ModelDescription Model { get; private set; } = null!; // Set before LoadAsync returns the engine.

    /// <summary>Process id of the worker.</summary>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public EngineLoad Load
    {
        get
        {
            var open = _openAnswers;
            var running = Math.Min(open, Model.ParallelSequences);
            return new EngineLoad(running, open - running, Interlocked.Read(ref _outstanding));
        }
    }

    /// <inheritdoc/>
    public Task<InferenceException?> Completion => _completion.Task;

    /// <summary>Starts a worker and has it load a model.</summary>
    /// <exception cref="InferenceException">The worker can't be started, refuses the model, dies, or takes too long.</exception>
    public static async Task<WorkerEngine> LoadAsync(EngineOptions model, WorkerOptions options, EngineLog log, CancellationToken cancellationToken = default)
    {
        var engine = new WorkerEngine(WorkerProcess.Start(options, log), options);
        try
        {
            engine.Send(FrameKind.Load, 0, model, WorkerJson.Default.EngineOptions);
            engine.Model = await engine._loading.Result.WaitAsync(options.LoadTimeout, cancellationToken);
            return engine;
        }
        catch (Exception e)
        {
            await engine.KillAsync();
            throw e is TimeoutException
                ? new InferenceException(InferenceErrorCode.ModelUnusable, $"{model.ModelPath} was not loaded within {options.LoadTimeout.TotalSeconds:0} s.", e)
                : e;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = new WorkerGeneration(request.MaxTokens ?? Model.ContextTokens);
        Interlocked.Increment(ref _openAnswers);
        Interlocked.Add(ref _outstanding, answer.MaxTokens);
        var id = Open(answer);
        try
        {
            Send(FrameKind.Generate, id, request, WorkerJson.Default.GenerationRequest);
            using var deadline = new CancellationTokenSource();
            using var silence = deadline.Token.UnsafeRegister(_ => answer.Fail(Hung()), null);
            using var cancelling = cancellationToken.UnsafeRegister(
                _ =>
                {
                    answer.Cancelled = true;
                    deadline.CancelAfter(_options.CancelTimeout);
                    // Not here: the pipe of a worker that hangs may be full, and the caller must not wait for it.
                    ThreadPool.UnsafeQueueUserWorkItem(_ => Tell(FrameKind.Cancel, id), null);
                },
                null);
            // Without the token: the worker answers a cancellation with the end and its count.
            await foreach (var generated in answer.Events.ReadAllAsync(CancellationToken.None))
            {
                yield return generated;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _openAnswers);
            Interlocked.Add(ref _outstanding, -answer.MaxTokens);
            Close(id);
        }
    }

    /// <inheritdoc/>
    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(FrameKind.Embed, request, WorkerJson.Default.EmbeddingRequest, WorkerJson.Default.EmbeddingResult, cancellationToken);

    /// <inheritdoc/>
    public Task<TokenizedPrompt> TokenizeAsync(PromptInput prompt, CancellationToken cancellationToken = default) =>
        CallAsync(FrameKind.Tokenize, prompt, WorkerJson.Default.PromptInput, WorkerJson.Default.TokenizedPrompt, cancellationToken);

    /// <inheritdoc/>
    public Task<string> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) =>
        CallAsync(FrameKind.Detokenize, tokens, WorkerJson.Default.IReadOnlyListInt32, WorkerJson.Default.String, cancellationToken);

    /// <summary>Asks the worker to free its model and end; kills it if it does not in time.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposing = true;
        try
        {
            _writer.Write(FrameKind.Shutdown, 0);
            using var timeout = new CancellationTokenSource(_options.StopTimeout);
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has gone already, or does not go by itself.
        }

        await KillAsync();
        _process.Dispose();
    }

    private async Task KillAsync()
    {
        _disposing = true;
        _process.Kill();
        await _completion.Task;
    }

    private async Task<TResult> CallAsync<TRequest, TResult>(
        FrameKind kind, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResult> resultType, CancellationToken cancellationToken)
    {
        var call = new WorkerCall<TResult>(resultType);
        var id = Open(call);
        try
        {
            Send(kind, id, request, requestType);
            return await call.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Close(id);
        }
    }

    private int Open(WorkerRequest request)
    {
        var id = Interlocked.Increment(ref _lastId);
        _open[id] = request;
        if (_completion.Task.IsCompleted)
        {
            request.Fail(Lost("it has ended")); // The reader may have gone before it saw this one.
        }

        return id;
    }

    // A request that is still open when its reader leaves is cancelled in the worker.
    private void Close(int id)
    {
        if (_open.TryRemove(id, out var request) && !request.Cancelled)
        {
            Tell(FrameKind.Cancel, id);
        }
    }

    private void Tell(FrameKind kind, int id)
    {
        try
        {
            _writer.Write(kind, id);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The worker has gone, and the request with it.
        }
    }

    private void Send<T>(FrameKind kind, int id, T value, JsonTypeInfo<T> type)
    {
        try
        {
            _writer.Write(kind, id, value, type);
        }
        catch (IOException)
        {
            throw Lost("its pipe is closed");
        }
    }

    private void Read()
    {
        var reason = "";
        try
        {
            var reader = new FrameReader(_process.Output);
            while (reader.TryRead(out var frame))
            {
                Deliver(frame);
            }
        }
        catch (Exception e)
        {
            // Whatever a broken worker writes, it must not end this process: an exception would leave the thread.
            reason = e.Message;
            _process.Kill();
        }

        _ = EndAsync(reason);
    }

    private void Deliver(in Frame frame)
    {
        if (!_open.TryGetValue(frame.Id, out var request))
        {
            return; // Its reader has left.
        }

        if (frame.Kind == FrameKind.Failed)
        {
            _open.TryRemove(frame.Id, out _);
            request.Fail(new InferenceException((InferenceErrorCode)FrameContent.Number(frame, 0), FrameContent.Text(frame, skip: 1)));
        }
        else if (request.Accept(frame))
        {
            _open.TryRemove(frame.Id, out _);
        }
    }

    private async Task EndAsync(string reason)
    {
        var exit = await _process.WaitForExitAsync();
        var error = Lost(reason.Length > 0 ? $"{reason} ({exit})" : exit);
        _completion.TrySetResult(_disposing ? null : error);
        foreach (var id in _open.Keys)
        {
            if (_open.TryRemove(id, out var request))
            {
                request.Fail(error);
            }
        }
    }

    private InferenceException Hung() => new(InferenceErrorCode.EngineLost, $"The model's worker process did not end a cancelled answer within {_options.CancelTimeout.TotalSeconds:0.#} s.");

    private static InferenceException Lost(string how) => new(InferenceErrorCode.EngineLost, $"The model's worker process ended during the request: {how}. Try again.");
}
