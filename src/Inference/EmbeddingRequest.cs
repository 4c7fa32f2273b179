namespace LlmGateway.Inference;

/// <summary>Texts to embed.</summary>
/// <param name="Inputs">Each is text or tokens; at least one.</param>
public sealed record EmbeddingRequest(IReadOnlyList<PromptInput> Inputs)
{
    /// <summary>Names the request in the engine's journal, at most 256 characters. Default: it is not written down.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whom it is charged to, for the journal only, at most 1024 bytes as UTF-8: the engine does not read it.</summary>
    public string? Account { get; init; }
}
