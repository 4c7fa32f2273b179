namespace LlmGateway.Inference;

/// <summary>The request was accepted and tokenised; it may still wait in the queue.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
public sealed record GenerationStarted(int PromptTokens) : GenerationEvent;
