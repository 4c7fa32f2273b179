namespace LlmGateway.Storage;

/// <summary>Which requests of the log are wanted; what is null does not matter.</summary>
public sealed record RequestLogQuery
{
    /// <summary>The tenant's id.</summary>
    public string? Tenant { get; init; }

    /// <summary>Id of the API key.</summary>
    public string? Key { get; init; }

    /// <summary>The model's name as asked for.</summary>
    public string? Model { get; init; }

    /// <summary>The tenant's own user.</summary>
    public string? User { get; init; }

    /// <summary>Lowest HTTP status.</summary>
    public int? MinStatus { get; init; }

    /// <summary>Highest HTTP status.</summary>
    public int? MaxStatus { get; init; }

    /// <summary>Arrived at or after this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Arrived before this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Words that the metadata holds, all of them.</summary>
    public string? Words { get; init; }
}
