namespace LlmGateway.Inference;

/// <summary>One loaded model and the thread that computes with it. All members are thread-safe.</summary>
/// <remarks>Two kinds: <see cref="Engine.LlamaEngine"/> in this process, <see cref="Workers.WorkerEngine"/> in a process of its own.</remarks>
public interface IInferenceEngine : IAsyncDisposable
{
    /// <summary>What was loaded, and with which bounds.</summary>
    ModelDescription Model { get; }

    /// <summary>Requests that are being computed or wait for it.</summary>
    EngineLoad Load { get; }

    /// <summary>Completes when the engine can take no more requests: with null after disposal, else with the reason it was lost.</summary>
    Task<InferenceException?> Completion { get; }

    /// <summary>Generates text. The first event is <see cref="GenerationStarted"/>, the last <see cref="GenerationFinished"/>.</summary>
    /// <param name="request">Prompt, bounds and sampling.</param>
    /// <param name="cancellationToken">
    /// Frees the sequence before the next step. The enumeration goes on to its end, a <see cref="GenerationFinished"/> with
    /// <see cref="FinishReason.Cancelled"/> and the tokens that were computed: read it to know them. A reader that leaves early cancels too.
    /// </param>
    /// <exception cref="InferenceException">Thrown by the enumeration: the request was refused or the engine failed.</exception>
    IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Computes one unit-length vector for each input.</summary>
    /// <exception cref="InferenceException">An input is empty or longer than the context, or the engine failed.</exception>
    Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Splits a prompt into the model's tokens, exactly as <see cref="GenerateAsync"/> would.</summary>
    /// <exception cref="InferenceException">The prompt can't be rendered.</exception>
    Task<TokenizedPrompt> TokenizeAsync(PromptInput prompt, CancellationToken cancellationToken = default);

    /// <summary>The text that tokens stand for; control tokens are written out, incomplete UTF-8 becomes U+FFFD.</summary>
    /// <exception cref="InferenceException">A token is outside the vocabulary.</exception>
    Task<string> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken cancellationToken = default);
}
