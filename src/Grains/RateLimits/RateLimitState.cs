using System.Collections.Immutable;

namespace LlmGateway.Grains.RateLimits;

/// <summary>What a tenant's limiter stores: what was set, never what is used, which the ledger knows.</summary>
[GenerateSerializer, Alias("llmgw.rate-limit-state")]
internal sealed record RateLimitState
{
    /// <summary>The tenant's limits.</summary>
    [Id(0)]
    public UsageLimits Tenant { get; set; } = new(); // Not a shared one: a storage that fills what it finds would fill it for all.

    /// <summary>Limits of single keys by their ids.</summary>
    [Id(1)]
    public Dictionary<string, UsageLimits> Keys { get; init; } = [];

    /// <summary>The tenant's budgets.</summary>
    [Id(2)]
    public ImmutableArray<Budget> Budgets { get; set; } = [];
}
