namespace LlmGateway.Grains.RateLimits;

/// <summary>A request that a silo is answering, and what is reserved for it.</summary>
/// <param name="Request">As it was asked for.</param>
/// <param name="NewTokens">How many new tokens were reserved.</param>
[GenerateSerializer, Immutable, Alias("llmgw.open-reservation")]
public sealed record OpenReservation(AdmissionRequest Request, long NewTokens)
{
    /// <summary>Tokens reserved.</summary>
    public long Tokens => Request.PromptTokens + NewTokens;

    /// <summary>Millionths of the currency reserved.</summary>
    public long CostMicros => Prices.Price.Cost(Request.PromptTokens, Request.InputPrice, NewTokens, Request.OutputPrice);
}
