namespace LlmGateway.Storage;

/// <summary>The stretches of time that usage is summed by; all begin at whole ones in UTC.</summary>
public enum UsageBucket
{
    /// <summary>One sum over the whole range.</summary>
    None,

    /// <summary>By the minute. Reads the ledger itself, so it is for one tenant and a day at most.</summary>
    Minute,

    /// <summary>By the hour.</summary>
    Hour,

    /// <summary>By the day.</summary>
    Day,
}
