using System.Text.Json.Serialization;

namespace LlmGateway.Inference.Journal;

/// <summary>What one ended request has cost, as the engine counted it: one line of a journal.</summary>
public sealed record JournalEntry
{
    /// <summary>The request's id, as its sender gave it.</summary>
    [JsonPropertyName("request")]
    public required string RequestId { get; init; }

    /// <summary>Name of the engine: <see cref="EngineOptions.Name"/>.</summary>
    [JsonPropertyName("replica")]
    public required string Replica { get; init; }

    /// <summary>When it ended, in milliseconds since 1970.</summary>
    [JsonPropertyName("time")]
    public required long UnixMilliseconds { get; init; }

    /// <summary>What was asked for.</summary>
    [JsonPropertyName("kind")]
    public required JournalKind Kind { get; init; }

    /// <summary>Why it ended.</summary>
    [JsonPropertyName("reason")]
    public required JournalReason Reason { get; init; }

    /// <summary>Tokens read; 0 if it ended before its prompt was computed.</summary>
    [JsonPropertyName("prompt")]
    public int PromptTokens { get; init; }

    /// <summary>Prompt tokens that were already computed for an earlier request.</summary>
    [JsonPropertyName("cached")]
    public int CachedTokens { get; init; }

    /// <summary>Tokens generated; the model's end token is not counted.</summary>
    [JsonPropertyName("completion")]
    public int CompletionTokens { get; init; }

    /// <summary>Whom it is charged to, as the request's sender wrote it; null if it wrote nothing.</summary>
    [JsonPropertyName("account")]
    public string? Account { get; init; }
}
