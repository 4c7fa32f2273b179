namespace LlmGateway.Inference;

/// <summary>A prompt as the model reads it.</summary>
/// <param name="Tokens">Token ids.</param>
/// <param name="Text">The rendered text; null when tokens were given.</param>
public sealed record TokenizedPrompt(IReadOnlyList<int> Tokens, string? Text);
