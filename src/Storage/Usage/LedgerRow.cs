namespace LlmGateway.Storage;

/// <summary>What one request cost: written once, never changed. The sum of these rows is the bill.</summary>
public sealed record LedgerRow
{
    /// <summary>The request's id, <c>req_…</c>; ids grow with time. A second row with the same id is not taken.</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request was admitted; UTC to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The tenant that pays.</summary>
    public required string TenantId { get; init; }

    /// <summary>Id of the API key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The tenant's own user, as the request named it (<c>safety_identifier</c> or <c>user</c>).</summary>
    public string? UserId { get; init; }

    /// <summary>The application that the request came through; empty for none.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The version that answered.</summary>
    public required string Version { get; init; }

    /// <summary>The replica or upstream that answered.</summary>
    public required string Replica { get; init; }

    /// <summary>What was asked for: chat, text_completion, embeddings, tokenize, …</summary>
    public required string Operation { get; init; }

    /// <summary>How it ended.</summary>
    public required LedgerStatus Status { get; init; }

    /// <summary>Tokens read, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Those of the tokens read that were already computed.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens generated, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Those of the tokens generated that the model spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Price of the request in millionths of the gateway's currency.</summary>
    public long CostMicros { get; init; }

    /// <summary>From the request's arrival to its admission by the model, in microseconds.</summary>
    public long QueueMicroseconds { get; init; }

    /// <summary>From the request's arrival to the first text, in microseconds; null without text.</summary>
    public long? FirstTokenMicroseconds { get; init; }

    /// <summary>From the request's arrival to the end of the computation, in microseconds.</summary>
    public long TotalMicroseconds { get; init; }
}
