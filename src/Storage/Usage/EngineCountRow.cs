namespace LlmGateway.Storage;

/// <summary>What a closed segment of an engine's journal adds up to; kept when the segment was found whole in the ledger and deleted.</summary>
public sealed record EngineCountRow
{
    /// <summary>The segment's file name.</summary>
    public required string Segment { get; init; }

    /// <summary>The replica.</summary>
    public required string Replica { get; init; }

    /// <summary>When it was taken into account.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Requests in the segment.</summary>
    public long Requests { get; init; }

    /// <summary>Tokens read.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens generated.</summary>
    public long OutputTokens { get; init; }
}
