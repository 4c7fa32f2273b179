using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Tests;

/// <summary>An engine without a model: it says the prompt's words again, one event each, and can be lost.</summary>
internal sealed class FakeEngine(EngineOptions options) : IInferenceEngine
{
    private readonly TaskCompletionSource<InferenceException?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<GenerationRequest> _requests = new();
    private readonly ConcurrentQueue<EmbeddingRequest> _embeddings = new();
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A text after which an answer does not end until it is cancelled or the engine is lost.</summary>
    public const string Endless = "for ever";

    public EngineOptions Options { get; } = options;

    public bool Disposed { get; private set; }

    /// <summary>Completes when an answer has ended before its time: cancelled, lost, or left by its reader.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>What it was asked for text.</summary>
    public IReadOnlyCollection<GenerationRequest> Requests => _requests;

    /// <summary>What it was asked for embeddings.</summary>
    public IReadOnlyCollection<EmbeddingRequest> Embeddings => _embeddings;

    public ModelDescription Model { get; } = new() { Name = "fake", Architecture = "fake", Device = "CPU", ContextTokens = 100, ParallelSequences = 4, EmbeddingLength = 2 };

    public EngineLoad Load => default;

    public Task<InferenceException?> Completion => _completion.Task;

    public static InferenceException Lost { get; } = new(InferenceErrorCode.EngineLost, "The worker was killed.");

    public void Lose() => _completion.TrySetResult(Lost);

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var text = request.Prompt.Text ?? throw new InferenceException(InferenceErrorCode.InvalidRequest, "Only text is understood.");
        var words = text.Split(' ');
        _requests.Enqueue(request);
        var stopped = false;
        try
        {
            yield return new GenerationStarted(words.Length);
            for (var i = 0; i < words.Length; i++)
            {
                yield return new GeneratedText(words[i], i + 1);
            }

            if (text == Endless)
            {
                TaskCompletionSource leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = cancellationToken.UnsafeRegister(_ => leaving.TrySetResult(), null);
                if (await Task.WhenAny(_completion.Task, leaving.Task) != leaving.Task)
                {
                    throw await _completion.Task ?? Lost;
                }

                // As a real one: it computed a little more than it had time to tell.
                yield return new GenerationFinished(Inference.FinishReason.Cancelled, words.Length, words.Length + 1, 0);
                yield break;
            }

            stopped = true;
            yield return new GenerationFinished(Inference.FinishReason.Stop, words.Length, words.Length, 0);
        }
        finally
        {
            if (!stopped)
            {
                _cancelled.TrySetResult();
            }
        }
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        _embeddings.Enqueue(request);
        return Task.FromResult(new EmbeddingResult([.. request.Inputs.Select(_ => new[] { 0.6f, 0.8f })], request.Inputs.Count));
    }

    public Task<TokenizedPrompt> TokenizeAsync(PromptInput prompt, CancellationToken cancellationToken = default) =>
        Task.FromResult(new TokenizedPrompt([1, 2, 3], prompt.Text));

    public Task<string> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default) => tokens.Contains(-1)
        ? throw new InferenceException(InferenceErrorCode.InvalidRequest, "Token -1 is not in the vocabulary.")
        : Task.FromResult(string.Join(' ', tokens));

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        _completion.TrySetResult(null);
        return ValueTask.CompletedTask;
    }
}
