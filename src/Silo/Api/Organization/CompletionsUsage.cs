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
