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

    /// <summary>Requests of one scope, such as a tenant, share what was computed for the same beginnings of their prompts; no other can tell that it was. Default: nothing is shared.</summary>
    public string? CacheScope { get; init; }

    /// <summary>Names the request in the engine's journal, at most 256 characters. Default: it is not written down.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whom it is charged to, for the journal only, at most 1024 bytes as UTF-8: the engine does not read it.</summary>
    public string? Account { get; init; }
}
