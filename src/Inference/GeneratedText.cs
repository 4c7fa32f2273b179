namespace LlmGateway.Inference;

/// <summary>A further piece of the answer.</summary>
/// <param name="Text">Whole characters; never empty.</param>
/// <param name="CompletionTokens">Tokens generated so far, those of this piece included.</param>
public sealed record GeneratedText(string Text, int CompletionTokens) : GenerationEvent;
