using System.Collections.Immutable;

namespace LlmGateway.Grains.RateLimits;

/// <summary>How much a tenant may spend in a day or month of UTC.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.budget")]
public sealed record Budget
{
    /// <summary>Day or month.</summary>
    [Id(0)]
    public BudgetPeriod Period { get; init; }

    /// <summary>Millionths of the gateway's currency; 0 allows what costs nothing.</summary>
    [Id(1)]
    public long AmountMicros { get; init; }

    /// <summary>Whether requests that could exceed it are refused; otherwise it only warns.</summary>
    [Id(2)]
    public bool Hard { get; init; }

    /// <summary>Shares of the amount, above 0 to 1, at which a warning is due.</summary>
    [Id(3)]
    public ImmutableArray<double> AlertAt { get; init; } = [];
}
