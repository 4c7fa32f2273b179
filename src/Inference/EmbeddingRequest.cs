namespace LlmGateway.Inference;

/// <summary>Texts to embed.</summary>
/// <param name="Inputs">Each is text or tokens; at least one.</param>
public sealed record EmbeddingRequest(IReadOnlyList<PromptInput> Inputs);
