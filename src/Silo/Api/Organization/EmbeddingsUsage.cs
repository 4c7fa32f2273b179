using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Organization;

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
