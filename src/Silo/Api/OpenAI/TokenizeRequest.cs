namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Body of <c>POST /v1/tokenize</c>: text or messages.</summary>
public sealed record TokenizeRequest : IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    public required string Model { get; init; }

    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>The same under the name that vLLM uses.</summary>
    public string? Prompt { get; init; }

    /// <summary>A conversation, rendered by the model's chat template.</summary>
    public IReadOnlyList<ChatRequestMessage>? Messages { get; init; }

    /// <summary>Begin a text with the model's start token where it wants one. Default: false.</summary>
    public bool? AddSpecialTokens { get; init; }

    /// <summary>Read control tokens in a text as such. Default: false.</summary>
    public bool? ParseSpecialTokens { get; init; }
}

/// <summary>Answer of <c>POST /v1/tokenize</c>.</summary>
/// <param name="Tokens">Token ids.</param>
/// <param name="Count">How many.</param>
/// <param name="MaxModelLen">The model's context, in tokens.</param>
public sealed record TokenizeResponse(IReadOnlyList<int> Tokens, int Count, int MaxModelLen);

/// <summary>Body of <c>POST /v1/detokenize</c>.</summary>
public sealed record DetokenizeRequest : IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Token ids.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }
}

/// <summary>Answer of <c>POST /v1/detokenize</c>.</summary>
/// <param name="Text">The text; control tokens are written out.</param>
public sealed record DetokenizeResponse(string Text);
