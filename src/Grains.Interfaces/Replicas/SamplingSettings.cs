using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>How the next token is chosen. Defaults are OpenAI's.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.sampling")]
public sealed record SamplingSettings
{
    /// <summary>0 takes the most probable token always. 0 to 2; default 1.</summary>
    [Id(0)]
    public float Temperature { get; init; } = 1;

    /// <summary>Smallest set of tokens with this much probability. Above 0, to 1; default 1.</summary>
    [Id(1)]
    public float TopP { get; init; } = 1;

    /// <summary>Only the k most probable tokens; 0 for all.</summary>
    [Id(2)]
    public int TopK { get; init; }

    /// <summary>Only tokens with at least this share of the most probable one's probability. 0 to 1; default 0.</summary>
    [Id(3)]
    public float MinP { get; init; }

    /// <summary>Taken from a token's logit for each time it was generated. −2 to 2; default 0.</summary>
    [Id(4)]
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken once from the logit of every token that was generated. −2 to 2; default 0.</summary>
    [Id(5)]
    public float PresencePenalty { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens in prompt or answer. Above 0; default 1.</summary>
    [Id(6)]
    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Added to the logits of single tokens.</summary>
    [Id(7)]
    public ImmutableDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Makes the draws repeatable. Default: random.</summary>
    [Id(8)]
    public long? Seed { get; init; }
}
