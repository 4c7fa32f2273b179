using System.Runtime.CompilerServices;
using System.Text;
using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Native;
using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Engine;

/// <summary>A model loaded into this process.</summary>
public sealed class LlamaEngine : IInferenceEngine
{
    private const int MaxRequestId = 256;
    private const int MaxAccountBytes = 1024;

    private readonly LlamaModelHandle _model;
    private readonly Vocabulary _vocabulary;
    private readonly PromptReader _prompts;
    private readonly EngineThread _thread;
    private readonly EngineAccounts _accounts;
    private readonly int _queueLimit;

    private LlamaEngine(LoadedModel loaded, int queueLimit)
    {
        Model = loaded.Description;
        _model = loaded.Model;
        _vocabulary = loaded.Vocabulary;
        _prompts = loaded.Prompts;
        _thread = loaded.Thread;
        _accounts = loaded.Accounts;
        _queueLimit = queueLimit;
    }

    /// <inheritdoc/>
    public ModelDescription Model { get; }

    /// <inheritdoc/>
    public EngineLoad Load => _thread.Load;

    /// <inheritdoc/>
    public Task<InferenceException?> Completion => _thread.Ended;

    /// <summary>Checks the file, loads it and starts the engine's thread.</summary>
    /// <param name="options">What to load.</param>
    /// <param name="log">Receives llama.cpp's own lines, one for the whole process, and what happens to the journal.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <exception cref="InferenceException">The library or the file is unusable, or memory is short.</exception>
    public static async Task<LlamaEngine> LoadAsync(EngineOptions options, EngineLog? log = null, TimeProvider? time = null)
    {
        LlamaLog.Log = log;
        var loaded = ModelLoader.Load(options, log, time ?? TimeProvider.System);
        try
        {
            await loaded.Thread.Started;
        }
        catch (InferenceException)
        {
            loaded.Model.Dispose();
            throw;
        }

        return new LlamaEngine(loaded, options.QueueLimit);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var job = Accept(request);
        using var registration = cancellationToken.UnsafeRegister(_ => Cancel(job), null);
        _thread.Submit(job);
        try
        {
            yield return new GenerationStarted(job.PromptTokens);
            // Without the token: the engine's thread answers a cancellation with the end and its count.
            await foreach (var generated in job.Events.ReadAllAsync(CancellationToken.None))
            {
                yield return generated;
            }
        }
        finally
        {
            Cancel(job); // The reader may leave before the end; after the end this does nothing.
        }
    }

    /// <inheritdoc/>
    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        CheckAccount(request.RequestId, request.Account);
        List<IReadOnlyList<int>> inputs = [];
        foreach (var input in request.Inputs)
        {
            var tokens = _prompts.Read(input).Tokens;
            RefuseUnless(tokens.Count > 0, InferenceErrorCode.InvalidRequest, "An input to embed must not be empty.");
            RefuseUnless(tokens.Count <= Model.ContextTokens, InferenceErrorCode.ContextLengthExceeded, $"This model's maximum context length is {Model.ContextTokens} tokens, but input {inputs.Count} has {tokens.Count}. Shorten it.");
            inputs.Add(tokens);
        }

        RefuseUnless(inputs.Count > 0, InferenceErrorCode.InvalidRequest, "There is no input to embed.");
        var job = new EmbeddingJob(request, inputs, cancellationToken);
        _thread.Submit(job);
        return await job.Result;
    }

    /// <inheritdoc/>
    public Task<TokenizedPrompt> TokenizeAsync(PromptInput prompt, CancellationToken cancellationToken = default) => AsTask(() => _prompts.Read(prompt));

    /// <inheritdoc/>
    public Task<string> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) =>
        AsTask(() => _vocabulary.Detokenize(_prompts.Read(new PromptInput { Tokens = tokens }).Tokens));

    /// <summary>Fails open requests as lost, frees the contexts on their own thread, then the model.</summary>
    public async ValueTask DisposeAsync()
    {
        _thread.Stop();
        await _thread.Ended;
        _accounts.Dispose();
        _model.Dispose();
    }

    /// <summary>Writes down what is open as cancelled, for a process whose end is near: after the current step, or without it when that takes long.</summary>
    internal async Task AbandonAsync(TimeSpan patience)
    {
        try
        {
            await _thread.CancelAllAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // Native code may be in the middle of a long step; what came before it is counted.
        }

        _accounts.CloseAll();
    }

    private GenerationJob Accept(GenerationRequest request)
    {
        SamplingChecks.Check(request.Sampling, _vocabulary.Size);
        CheckAccount(request.RequestId, request.Account);
        RefuseUnless(request.Stop.All(stop => stop.Length > 0), InferenceErrorCode.InvalidRequest, "A stop text must not be empty.");
        RefuseUnless(request.MaxTokens is null or >= 1, InferenceErrorCode.InvalidRequest, "max_tokens must be at least 1.");
        RefuseUnless(Load.Waiting < _queueLimit, InferenceErrorCode.Overloaded, $"{_queueLimit} requests wait for this model already. Try again later.");

        var prompt = _prompts.Read(request.Prompt).Tokens;
        RefuseUnless(prompt.Count > 0, InferenceErrorCode.InvalidRequest, "The prompt is empty.");
        var room = Model.ContextTokens - prompt.Count;
        RefuseUnless(room >= (request.MaxTokens ?? 1), InferenceErrorCode.ContextLengthExceeded, TooLong(prompt.Count, request.MaxTokens));
        return new GenerationJob(request, prompt, request.MaxTokens ?? room);
    }

    private string TooLong(int prompt, int? answer) => answer is null
        ? $"This model's maximum context length is {Model.ContextTokens} tokens, but the prompt has {prompt}. Shorten it."
        : $"This model's maximum context length is {Model.ContextTokens} tokens, but {prompt + answer} were asked for ({prompt} in the prompt, {answer} for the answer). Shorten the prompt or ask for fewer.";

    // They are written as they are: a line must stay short.
    private static void CheckAccount(string? requestId, string? account)
    {
        RefuseUnless(requestId is not { Length: > MaxRequestId }, InferenceErrorCode.InvalidRequest, $"A request's id must not be longer than {MaxRequestId} characters.");
        RefuseUnless(account is null || Encoding.UTF8.GetByteCount(account) <= MaxAccountBytes, InferenceErrorCode.InvalidRequest, $"A request's account must not be longer than {MaxAccountBytes} bytes.");
    }

    private void Cancel(GenerationJob job)
    {
        job.Cancel();
        _thread.Wake();
    }

    // Refusals come through the task, as from a worker.
    private static Task<T> AsTask<T>(Func<T> compute)
    {
        try
        {
            return Task.FromResult(compute());
        }
        catch (InferenceException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private static void RefuseUnless(bool condition, InferenceErrorCode code, string message)
    {
        if (!condition)
        {
            throw new InferenceException(code, message);
        }
    }
}
