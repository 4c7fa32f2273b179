namespace LlmGateway.Grains.RateLimits;

/// <summary>What a limit counts.</summary>
[GenerateSerializer, Alias("llmgw.limit-kind")]
public enum LimitKind
{
    /// <summary>Requests a minute.</summary>
    Requests = 0,

    /// <summary>Tokens a minute.</summary>
    Tokens = 1,

    /// <summary>Open requests.</summary>
    Concurrency = 2,

    /// <summary>Money.</summary>
    Budget = 3,
}
