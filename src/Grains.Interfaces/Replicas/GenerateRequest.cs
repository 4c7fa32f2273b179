using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>One request for text.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.generate-request")]
public sealed record GenerateRequest
{
    /// <summary>What the model reads.</summary>
    [Id(0)]
    public required Prompt Prompt { get; init; }

    /// <summary>Most tokens to generate, at least 1. Default: what is left of the context.</summary>
    [Id(1)]
    public int? MaxTokens { get; init; }

    /// <summary>How the next token is chosen.</summary>
    [Id(2)]
    public SamplingSettings Sampling { get; init; } = new();

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    [Id(3)]
    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>Go on after the model's own end tokens until <see cref="MaxTokens"/>.</summary>
    [Id(4)]
    public bool IgnoreEos { get; init; }
}
