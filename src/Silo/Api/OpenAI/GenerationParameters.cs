using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Parameters that chat and plain completions share.</summary>
public abstract record GenerationParameters : IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Send the answer in pieces, as server-sent events.</summary>
    public bool? Stream { get; init; }

    /// <summary>What the stream brings.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Most tokens to generate.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 to 2; default 1.</summary>
    public float? Temperature { get; init; }

    /// <summary>Above 0, to 1; default 1.</summary>
    public float? TopP { get; init; }

    /// <summary>Only the k most probable tokens; 0 for all.</summary>
    public int? TopK { get; init; }

    /// <summary>0 to 1; default 0.</summary>
    public float? MinP { get; init; }

    /// <summary>−2 to 2; default 0.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>−2 to 2; default 0.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Above 0, to 10; default 1.</summary>
    public float? RepeatPenalty { get; init; }

    /// <summary>Added to the logits of single tokens, −100 to 100; keys are token ids.</summary>
    public IReadOnlyDictionary<string, float>? LogitBias { get; init; }

    /// <summary>Makes the answer repeatable.</summary>
    public long? Seed { get; init; }

    /// <summary>Up to 16 texts that end the answer.</summary>
    [JsonConverter(typeof(StopConverter))]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>How many answers; only 1 so far.</summary>
    public int? N { get; init; }

    /// <summary>Go on after the model's own end until the most tokens are reached.</summary>
    public bool? IgnoreEos { get; init; }

    /// <summary>The end user, for the operator's records.</summary>
    public string? User { get; init; }

    /// <summary>The end user; in place of <see cref="User"/>.</summary>
    public string? SafetyIdentifier { get; init; }

    /// <summary>Up to 16 pairs of text that the request log keeps and finds.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Requests with the same key go to the same replica, where that is not too busy. Default: those of one conversation.</summary>
    public string? PromptCacheKey { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public IEnumerable<string> Beginning => PromptCacheKey is { } key ? [key] : FirstTexts;

    /// <summary>What a conversation keeps as it grows.</summary>
    [JsonIgnore]
    protected abstract IEnumerable<string> FirstTexts { get; }

    string? IModelRequest.EndUser => SafetyIdentifier ?? User;
}
