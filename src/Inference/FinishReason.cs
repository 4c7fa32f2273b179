namespace LlmGateway.Inference;

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop text was reached.</summary>
    Stop = 0,

    /// <summary>The most tokens allowed, or the end of the context, were reached.</summary>
    Length = 1,

    /// <summary>The request was cancelled.</summary>
    Cancelled = 2,
}
