using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Organization;

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
