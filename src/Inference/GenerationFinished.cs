namespace LlmGateway.Inference;

/// <summary>The answer is complete, or was cancelled.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="PromptTokens">Tokens read; 0 if it was cancelled before its prompt was computed.</param>
/// <param name="CompletionTokens">Tokens generated; the model's end token is not counted.</param>
/// <param name="CachedTokens">Prompt tokens that were already computed for an earlier request.</param>
public sealed record GenerationFinished(FinishReason Reason, int PromptTokens, int CompletionTokens, int CachedTokens) : GenerationEvent;
