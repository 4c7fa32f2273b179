using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>What a model reads: exactly one of messages, text and tokens.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.prompt")]
public sealed record Prompt
{
    /// <summary>A conversation, rendered by the model's chat template.</summary>
    [Id(0)]
    public ImmutableArray<ChatMessage>? Messages { get; init; }

    /// <summary>Plain text.</summary>
    [Id(1)]
    public string? Text { get; init; }

    /// <summary>Token ids.</summary>
    [Id(2)]
    public ImmutableArray<int>? Tokens { get; init; }

    /// <summary>Begin plain text with the model's start token where it wants one. Default: true.</summary>
    [Id(3)]
    public bool AddSpecial { get; init; } = true;

    /// <summary>Read control tokens in plain text as such. Default: false.</summary>
    [Id(4)]
    public bool ParseSpecial { get; init; }

    /// <summary>End a conversation with the opening of the assistant's turn. Default: true.</summary>
    [Id(5)]
    public bool AddGenerationPrompt { get; init; } = true;
}
