namespace LlmGateway.Grains.Replicas;

/// <summary>What a request cost.</summary>
/// <param name="PromptTokens">Tokens read; 0 if the request ended before they were.</param>
/// <param name="CompletionTokens">Tokens generated; the model's end token is not counted.</param>
/// <param name="CachedTokens">Prompt tokens that were already computed for an earlier request.</param>
[GenerateSerializer, Immutable, Alias("llmgw.token-usage")]
public sealed record TokenUsage(int PromptTokens, int CompletionTokens, int CachedTokens);
