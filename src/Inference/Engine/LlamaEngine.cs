using System.Runtime.CompilerServices;
using LlmGateway.Inference.Native;
using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Engine;

/// <summary>A model loaded into this process.</summary>
public sealed class LlamaEngine : IInferenceEngine
{
    private readonly LlamaModelHandle _model;
    private readonly Vocabulary _vocabulary;
    private readonly PromptReader _prompts;
    private readonly EngineThread _thread;
    private readonly int _queueLimit;

    private LlamaEngine(ModelDescription description, LlamaModelHandle model, Vocabulary vocabulary, PromptReader prompts, EngineThread thread, int queueLimit)
    {
        Model = description;
        _model = model;
        _vocabulary = vocabulary;
        _prompts = prompts;
        _thread = thread;
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
    /// <param name="log">Receives llama.cpp's own lines; one for the whole process.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <exception cref="InferenceException">The library or the file is unusable, or memory is short.</exception>
    public static async Task<LlamaEngine> LoadAsync(EngineOptions options, EngineLog? log = null, TimeProvider? time = null)
    {
        LlamaLog.Log = log;
        var loaded = ModelLoader.Load(options, time ?? TimeProvider.System);
        try
        {
            await loaded.Thread.Started;
        }
        catch (InferenceException)
        {
            loaded.Model.Dispose();
            throw;
        }

        return new LlamaEngine(loaded.Description, loaded.Model, loaded.Vocabulary, loaded.Prompts, loaded.Thread, options.QueueLimit);
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
            await foreach (var generated in job.Events.ReadAllAsync(cancellationToken))
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
        List<IReadOnlyList<int>> inputs = [];
        foreach (var input in request.Inputs)
        {
            var tokens = _prompts.Read(input).Tokens;
            RefuseUnless(tokens.Count > 0, InferenceErrorCode.InvalidRequest, "An input to embed must not be empty.");
            RefuseUnless(tokens.Count <= Model.ContextTokens, InferenceErrorCode.ContextLengthExceeded, $"This model's maximum context length is {Model.ContextTokens} tokens, but input {inputs.Count} has {tokens.Count}. Shorten it.");
            inputs.Add(tokens);
        }

        RefuseUnless(inputs.Count > 0, InferenceErrorCode.InvalidRequest, "There is no input to embed.");
        var job = new EmbeddingJob(inputs, cancellationToken);
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
        _model.Dispose();
    }

    private GenerationJob Accept(GenerationRequest request)
    {
        SamplingChecks.Check(request.Sampling, _vocabulary.Size);
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
