namespace LlmGateway.Storage;

/// <summary>The ledger summed by time, tenant, key, model, application and operation; written in the same transaction as the ledger's rows.</summary>
public abstract record UsageRollupRow
{
    /// <summary>Start of the hour or day, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Id of the API key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The application; empty for none.</summary>
    public required string AppId { get; init; }

    /// <summary>What was asked for: chat, text_completion, embeddings, tokenize, …</summary>
    public required string Operation { get; init; }

    /// <summary>How many requests.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that did not complete.</summary>
    public long Failures { get; init; }

    /// <summary>Tokens read, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Those of the tokens read that were already computed.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens generated, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Those of the tokens generated that were spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Their price in millionths of the gateway's currency.</summary>
    public long CostMicros { get; init; }
}
