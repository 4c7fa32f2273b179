using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LlmGateway.Grains.RateLimits;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Limits of a tenant or key; null is without limit, 0 allows nothing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] // A misspelt limit would be none.
public sealed record LimitsView
{
    /// <summary>Requests admitted in any 60 seconds.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens read and generated for requests admitted in any 60 seconds.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests that are open at the same time.</summary>
    public long? ConcurrentRequests { get; init; }

    /// <summary>Limits of single models by name, in addition.</summary>
    public IReadOnlyDictionary<string, LimitsView?>? Models { get; init; }

    internal static LimitsView From(UsageLimits limits) => new()
    {
        RequestsPerMinute = limits.RequestsPerMinute,
        TokensPerMinute = limits.TokensPerMinute,
        ConcurrentRequests = limits.ConcurrentRequests,
        Models = limits.Models?.ToDictionary(model => model.Key, LimitsView? (model) => From(model.Value)),
    };

    internal UsageLimits ToLimits() => new()
    {
        RequestsPerMinute = RequestsPerMinute,
        TokensPerMinute = TokensPerMinute,
        ConcurrentRequests = ConcurrentRequests,
        Models = Models?.ToImmutableDictionary(model => model.Key, model => model.Value!.ToLimits()),
    };
}

/// <summary>A tenant's budget for a day or month of UTC.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BudgetBody
{
    /// <summary>day or month.</summary>
    public required string Period { get; init; }

    /// <summary>How much may be spent in it.</summary>
    [JsonConverter(typeof(MoneyConverter))]
    public required long Amount { get; init; }

    /// <summary>Whether requests that could exceed it are refused; otherwise it only warns. Default: true.</summary>
    public bool? Hard { get; init; }

    /// <summary>Shares of the amount at which a warning is due. Default: 0.5, 0.8 and 1.</summary>
    public IReadOnlyList<double>? AlertAt { get; init; }

    /// <summary>The gateway's currency, if given at all.</summary>
    public string? Currency { get; init; }
}

/// <summary>A budget and how it stands.</summary>
public sealed record BudgetView(
    string Period,
    [property: JsonConverter(typeof(MoneyConverter))] long Amount,
    string Currency,
    bool Hard,
    IReadOnlyList<double> AlertAt,
    DateTimeOffset PeriodStart,
    [property: JsonConverter(typeof(MoneyConverter))] long Spent,
    [property: JsonConverter(typeof(MoneyConverter))] long Reserved)
{
    internal static BudgetView From(BudgetStatus status, string currency) => new(
        status.Budget.Period.ToString().ToLowerInvariant(),
        status.Budget.AmountMicros,
        currency,
        status.Budget.Hard,
        status.Budget.AlertAt,
        status.PeriodStart,
        status.SpentMicros,
        status.ReservedMicros);
}
