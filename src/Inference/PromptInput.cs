using System.Text.Json;

namespace LlmGateway.Inference;

/// <summary>What a model reads: exactly one of messages, text and tokens.</summary>
public sealed record PromptInput
{
    /// <summary>A conversation, rendered by the model's own chat template. What users wrote never becomes a control token.</summary>
    public IReadOnlyList<PromptMessage>? Messages { get; init; }

    /// <summary>Plain text; control tokens in it stay text unless <see cref="ParseSpecial"/> is set.</summary>
    public string? Text { get; init; }

    /// <summary>Token ids, taken as they are.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    /// <summary>Tools in OpenAI's shape, handed to the chat template.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>End the rendered conversation with the opening of the assistant's turn. Default: true.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Begin plain text with the model's start token where the model wants one. Default: true.</summary>
    public bool AddSpecial { get; init; } = true;

    /// <summary>Read control tokens in plain text as such. Default: false.</summary>
    public bool ParseSpecial { get; init; }
}
