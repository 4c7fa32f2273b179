namespace LlmGateway.Grains.Replicas;

/// <summary>Why an answer ended.</summary>
[GenerateSerializer, Alias("llmgw.finish-reason")]
public enum FinishReason
{
    /// <summary>The model ended it, or a stop text was reached.</summary>
    Stop = 0,

    /// <summary>The most tokens allowed, or the end of the context, were reached.</summary>
    Length = 1,

    /// <summary>The request was cancelled.</summary>
    Cancelled = 2,
}
