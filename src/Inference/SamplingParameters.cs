namespace LlmGateway.Inference;

/// <summary>How the next token is chosen. Defaults are OpenAI's.</summary>
/// <remarks>Order, as vLLM and Transformers have it: penalties and biases, temperature, top-k, top-p, min-p, draw.</remarks>
public sealed record SamplingParameters
{
    /// <summary>0 takes the most probable token always; 1 keeps the model's distribution. 0 to 2; default 1.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Smallest set of tokens with this much probability. Above 0, to 1; default 1, all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Only the k most probable tokens; 0 for all. Default 0.</summary>
    public int TopK { get; init; }

    /// <summary>Only tokens with at least this share of the most probable one's probability. 0 to 1; default 0.</summary>
    public float MinP { get; init; }

    /// <summary>Taken from a token's logit for each time it was generated. −2 to 2; default 0.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken once from the logit of every token that was generated. −2 to 2; default 0.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens in prompt or answer. Above 0; default 1, none.</summary>
    /// <remarks>Keskar et al. 2019, CTRL, section 4.1.</remarks>
    public float RepeatPenalty { get; init; } = 1;

    /// <summary>Added to the logits of single tokens, −100 to 100.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Makes the draws repeatable: the n-th draw depends on the seed and n only. Default: random.</summary>
    public long? Seed { get; init; }
}
