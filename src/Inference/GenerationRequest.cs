namespace LlmGateway.Inference;

/// <summary>One request for text.</summary>
public sealed record GenerationRequest
{
    /// <summary>What the model reads.</summary>
    public required PromptInput Prompt { get; init; }

    /// <summary>Most tokens to generate, at least 1. Default: what is left of the context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How the next token is chosen.</summary>
    public SamplingParameters Sampling { get; init; } = new();

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Go on after the model's own end tokens until <see cref="MaxTokens"/>: for benchmarks.</summary>
    public bool IgnoreEos { get; init; }
}
