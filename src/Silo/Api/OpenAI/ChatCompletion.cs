namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>An answer of <c>POST /v1/chat/completions</c>.</summary>
public sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, Usage Usage)
{
    /// <summary>The model that answered, with its version.</summary>
    public string? SystemFingerprint { get; init; }
}

/// <summary>One answer.</summary>
public sealed record ChatChoice(int Index, ChatAnswer Message, object? Logprobs, string FinishReason);

/// <summary>The assistant's message.</summary>
public sealed record ChatAnswer(string Role, string Content, string? Refusal);

/// <summary>What a request cost, in tokens.</summary>
public sealed record Usage(int PromptTokens, int CompletionTokens, int TotalTokens, PromptTokensDetails PromptTokensDetails, CompletionTokensDetails CompletionTokensDetails)
{
    /// <summary>The usage in OpenAI's words.</summary>
    internal static Usage From(Grains.Replicas.TokenUsage usage) => new(
        usage.PromptTokens,
        usage.CompletionTokens,
        usage.PromptTokens + usage.CompletionTokens,
        new PromptTokensDetails(usage.CachedTokens),
        new CompletionTokensDetails(0));
}

/// <summary>Of the prompt's tokens.</summary>
/// <param name="CachedTokens">Those that were already computed for an earlier request.</param>
public sealed record PromptTokensDetails(int CachedTokens);

/// <summary>Of the answer's tokens.</summary>
/// <param name="ReasoningTokens">Those of hidden reasoning.</param>
public sealed record CompletionTokensDetails(int ReasoningTokens);
