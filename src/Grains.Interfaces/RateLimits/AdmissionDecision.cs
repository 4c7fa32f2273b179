namespace LlmGateway.Grains.RateLimits;

/// <summary>Whether a request may run, and how its tenant stands.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.admission-decision")]
public sealed record AdmissionDecision
{
    /// <summary>Why it may not run; null if it may.</summary>
    [Id(0)]
    public AdmissionDenial? Denial { get; init; }

    /// <summary>How many new tokens were reserved: as asked for, or fewer where that would do.</summary>
    [Id(1)]
    public long NewTokens { get; init; }

    /// <summary>The tightest limit of requests a minute; null if there is none.</summary>
    [Id(2)]
    public LimitStatus? Requests { get; init; }

    /// <summary>The tightest limit of tokens a minute; null if there is none.</summary>
    [Id(3)]
    public LimitStatus? Tokens { get; init; }
}
