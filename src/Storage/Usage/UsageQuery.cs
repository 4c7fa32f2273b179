namespace LlmGateway.Storage;

/// <summary>Which usage is wanted, and how it is summed; what is null does not matter.</summary>
public sealed record UsageQuery
{
    /// <summary>The tenant's id.</summary>
    public string? Tenant { get; init; }

    /// <summary>Ids of API keys, any of which.</summary>
    public IReadOnlyCollection<string>? Keys { get; init; }

    /// <summary>Names of models, any of which.</summary>
    public IReadOnlyCollection<string>? Models { get; init; }

    /// <summary>The application.</summary>
    public string? App { get; init; }

    /// <summary>What was asked for: chat, text_completion, embeddings, …; any of these.</summary>
    public IReadOnlyCollection<string>? Operations { get; init; }

    /// <summary>Admitted at or after this, truncated to the hour; to the minute in sums by the minute.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Admitted before this, truncated likewise.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What is summed by itself.</summary>
    public UsageGroups By { get; init; }

    /// <summary>The stretch of time that is summed by itself.</summary>
    public UsageBucket Bucket { get; init; }
}
