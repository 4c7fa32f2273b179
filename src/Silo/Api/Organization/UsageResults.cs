using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Organization;

/// <summary>Usage of chat and text completions; what it was not grouped by is null.</summary>
/// <param name="Object">Always <c>organization.usage.completions.result</c>.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="OutputTokens">Tokens generated.</param>
/// <param name="InputCachedTokens">Those of the tokens read that were already computed.</param>
/// <param name="InputAudioTokens">Always 0.</param>
/// <param name="OutputAudioTokens">Always 0.</param>
/// <param name="NumModelRequests">How many requests.</param>
/// <param name="ProjectId">The tenant.</param>
/// <param name="UserId">Always null: sums do not keep a tenant's users apart.</param>
/// <param name="ApiKeyId">Id of the API key.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Batch">Whether it was done in batches.</param>
/// <param name="ServiceTier">Always <c>default</c> where it is grouped by.</param>
public sealed record CompletionsUsage(
    string Object,
    long InputTokens,
    long OutputTokens,
    long InputCachedTokens,
    long InputAudioTokens,
    long OutputAudioTokens,
    long NumModelRequests,
    string? ProjectId,
    string? UserId,
    string? ApiKeyId,
    string? Model,
    bool? Batch,
    string? ServiceTier)
{
    internal static CompletionsUsage From(UsageRow row, UsagePageQuery query) => new(
        "organization.usage.completions.result", row.Totals.InputTokens, row.Totals.OutputTokens, row.Totals.CachedTokens, 0, 0, row.Totals.Requests, row.Tenant, null, row.Key, row.Model,
        query.GroupBy.Contains("batch") ? false : null, query.GroupBy.Contains("service_tier") ? "default" : null);
}

/// <summary>Usage of embeddings; what it was not grouped by is null.</summary>
/// <param name="Object">Always <c>organization.usage.embeddings.result</c>.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="NumModelRequests">How many requests.</param>
/// <param name="ProjectId">The tenant.</param>
/// <param name="UserId">Always null: sums do not keep a tenant's users apart.</param>
/// <param name="ApiKeyId">Id of the API key.</param>
/// <param name="Model">The model's name.</param>
public sealed record EmbeddingsUsage(string Object, long InputTokens, long NumModelRequests, string? ProjectId, string? UserId, string? ApiKeyId, string? Model)
{
    internal static EmbeddingsUsage From(UsageRow row) =>
        new("organization.usage.embeddings.result", row.Totals.InputTokens, row.Totals.Requests, row.Tenant, null, row.Key, row.Model);
}

/// <summary>Usage of what this gateway does not do: there is never one.</summary>
public sealed record NoUsage(string Object);

/// <summary>What was spent; what it was not grouped by is null.</summary>
/// <param name="Object">Always <c>organization.costs.result</c>.</param>
/// <param name="Amount">How much.</param>
/// <param name="LineItem">The model's name.</param>
/// <param name="ProjectId">The tenant.</param>
/// <param name="ApiKeyId">Id of the API key.</param>
public sealed record CostsResult(string Object, CostAmount Amount, string? LineItem, string? ProjectId, string? ApiKeyId)
{
    internal static CostsResult From(UsageRow row, string currency) =>
        new("organization.costs.result", new CostAmount(row.Totals.CostMicros / 1_000_000m, currency), row.Model, row.Tenant, row.Key);
}

/// <summary>Money.</summary>
/// <param name="Value">How much, exactly.</param>
/// <param name="Currency">Three small letters.</param>
public sealed record CostAmount(decimal Value, string Currency);
