namespace LlmGateway.Storage;

/// <summary>How a request ended, as stored: in lower case.</summary>
public enum LedgerStatus
{
    /// <summary>With a whole answer.</summary>
    Completed,

    /// <summary>The client left, or its key was revoked; billed as generated until then.</summary>
    Cancelled,

    /// <summary>With an error; billed as generated until then.</summary>
    Failed,

    /// <summary>Its silo was killed; entered from the engine's own journal at the next start.</summary>
    Recovered,
}

/// <summary>The words for <see cref="LedgerStatus"/>.</summary>
internal static class LedgerStatusWords
{
    /// <summary>As it is stored.</summary>
    public static string Word(this LedgerStatus status) => status switch
    {
        LedgerStatus.Completed => "completed",
        LedgerStatus.Cancelled => "cancelled",
        LedgerStatus.Failed => "failed",
        _ => "recovered",
    };
}
