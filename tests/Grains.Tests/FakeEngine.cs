using System.Runtime.CompilerServices;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Tests;

/// <summary>An engine without a model: it says the prompt's words again, one event each, and can be lost.</summary>
internal sealed class FakeEngine(EngineOptions options) : IInferenceEngine
{
    private readonly TaskCompletionSource<InferenceException?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A text after which an answer does not end until it is cancelled or the engine is lost.</summary>
    public const string Endless = "for ever";

    public EngineOptions Options { get; } = options;

    public bool Disposed { get; private set; }

    /// <summary>Completes when an endless answer was cancelled.</summary>
    public Task Cancelled => _cancelled.Task;

    public ModelDescription Model { get; } = new() { Name = "fake", Architecture = "fake", Device = "CPU", ContextTokens = 100, ParallelSequences = 4, EmbeddingLength = 2 };

    public EngineLoad Load => default;

    public Task<InferenceException?> Completion => _completion.Task;

    public static InferenceException Lost { get; } = new(InferenceErrorCode.EngineLost, "The worker was killed.");

    public void Lose() => _completion.TrySetResult(Lost);

    public async IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var text = request.Prompt.Text ?? throw new InferenceException(InferenceErrorCode.InvalidRequest, "Only text is understood.");
        var words = text.Split(' ');
        try
        {
            yield return new GenerationStarted(words.Length);
            for (var i = 0; i < words.Length; i++)
            {
                yield return new GeneratedText(words[i], i + 1);
            }

            if (text == Endless)
            {
                throw await _completion.Task.WaitAsync(cancellationToken) ?? Lost;
            }

            yield return new GenerationFinished(Inference.FinishReason.Stop, words.Length, words.Length, 0);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _cancelled.TrySetResult();
            }
        }
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new EmbeddingResult([.. request.Inputs.Select(_ => new[] { 0.6f, 0.8f })], request.Inputs.Count));

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
