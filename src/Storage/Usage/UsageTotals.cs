namespace LlmGateway.Storage;

/// <summary>Sums of some requests.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="Failures">Those of them that did not complete.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="CachedTokens">Those of the tokens read that were already computed.</param>
/// <param name="OutputTokens">Tokens generated, reasoning included.</param>
/// <param name="ReasoningTokens">Those of the tokens generated that were spent on reasoning.</param>
/// <param name="CostMicros">Their price in millionths of the gateway's currency, as the ledger has it.</param>
public readonly record struct UsageTotals(
    long Requests, long Failures, long InputTokens, long CachedTokens, long OutputTokens, long ReasoningTokens, long CostMicros);
