namespace LlmGateway.Storage;

/// <summary>One request of the data plane, answered or refused: its metadata always, its bodies only sealed and where the tenant asked for them.</summary>
public sealed record RequestLogRow
{
    /// <summary>Position in the log; grows with time.</summary>
    public long Id { get; init; }

    /// <summary>The request's id, <c>req_…</c>; ids grow with time.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it arrived; UTC to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Id of the API key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The tenant's own user, as the request named it.</summary>
    public string? UserId { get; init; }

    /// <summary>What was asked for: chat, text_completion, embeddings, tokenize, …</summary>
    public required string Operation { get; init; }

    /// <summary>The model's name as asked for; null where the request was refused before it was read.</summary>
    public string? Model { get; init; }

    /// <summary>The version that answered, if one did.</summary>
    public string? Version { get; init; }

    /// <summary>HTTP status; 499 where the client left.</summary>
    public required int Status { get; init; }

    /// <summary>The error's code or type, if there was one.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the answer was a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Tokens read.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    public long OutputTokens { get; init; }

    /// <summary>From arrival to the first text, in microseconds; null without text.</summary>
    public long? FirstTokenMicroseconds { get; init; }

    /// <summary>From arrival to the end, in microseconds.</summary>
    public long TotalMicroseconds { get; init; }

    /// <summary>The request's <c>metadata</c> as JSON, personal data redacted; null if it had none.</summary>
    public string? Metadata { get; init; }

    /// <summary>The request's body, sealed under the tenant's data key; null unless the tenant logs bodies.</summary>
    public byte[]? RequestBody { get; init; }

    /// <summary>The answer's body, sealed under the tenant's data key; null unless the tenant logs bodies.</summary>
    public byte[]? ResponseBody { get; init; }
}
