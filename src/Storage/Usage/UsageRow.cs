namespace LlmGateway.Storage;

/// <summary>Usage of one group; what it was not grouped by is null.</summary>
public sealed record UsageRow
{
    /// <summary>Start of its stretch of time, UTC.</summary>
    public DateTimeOffset? Bucket { get; init; }

    /// <summary>The tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Id of the API key.</summary>
    public string? Key { get; init; }

    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The application; empty for none.</summary>
    public string? App { get; init; }

    /// <summary>The sums.</summary>
    public required UsageTotals Totals { get; init; }

    /// <summary>Its place in the list: a page may begin behind it.</summary>
    public string Cursor => UsageCursor.Write(this);
}
