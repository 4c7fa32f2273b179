namespace LlmGateway.Storage;

/// <summary>Requests and their tokens.</summary>
/// <param name="Requests">How many requests cost tokens.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens generated.</param>
public readonly record struct TokenCount(long Requests, long InputTokens, long OutputTokens)
{
    /// <summary>Both together.</summary>
    public static TokenCount operator +(TokenCount one, TokenCount other) =>
        new(one.Requests + other.Requests, one.InputTokens + other.InputTokens, one.OutputTokens + other.OutputTokens);
}
