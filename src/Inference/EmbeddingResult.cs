namespace LlmGateway.Inference;

/// <summary>Vectors of unit length.</summary>
/// <param name="Vectors">One for each input, each of the model's embedding length.</param>
/// <param name="PromptTokens">Tokens read for all of them.</param>
public sealed record EmbeddingResult(IReadOnlyList<float[]> Vectors, int PromptTokens);
