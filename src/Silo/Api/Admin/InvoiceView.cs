using System.Text.Json.Serialization;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>What a tenant owes for a month, UTC: the sum of its ledger, never computed again from prices.</summary>
/// <param name="Number">The invoice's number, <c>{tenant}-{yyyymm}</c>.</param>
/// <param name="Object">Always <c>invoice</c>.</param>
/// <param name="Tenant">Id of the tenant.</param>
/// <param name="Name">The tenant's name; left out in lists.</param>
/// <param name="Month">The month, such as 2026-11.</param>
/// <param name="Status"><c>open</c> in its month, <c>final</c> afterwards.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="CachedTokens">Those of the tokens read that were already computed.</param>
/// <param name="OutputTokens">Tokens generated.</param>
/// <param name="Total">The sum of the lines.</param>
/// <param name="Lines">One for each model; left out in lists.</param>
public sealed record InvoiceView(
    string Number,
    string Object,
    string Tenant,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    string Month,
    string Status,
    string Currency,
    long Requests,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    [property: JsonConverter(typeof(MoneyConverter))] long Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<InvoiceLineView>? Lines)
{
    internal static InvoiceView From(string tenant, BillingMonth month, UsageTotals sums, string currency, DateTimeOffset now) => new(
        $"{tenant}-{month.ToString().Replace("-", "", StringComparison.Ordinal)}", "invoice", tenant, null, month.ToString(), month.IsOver(now) ? "final" : "open", currency,
        sums.Requests, sums.InputTokens, sums.CachedTokens, sums.OutputTokens, sums.CostMicros, null);

    internal static InvoiceView From(string tenant, string name, BillingMonth month, IReadOnlyList<UsageRow> models, string currency, DateTimeOffset now)
    {
        UsageTotals sums = new(
            models.Sum(row => row.Totals.Requests), 0, models.Sum(row => row.Totals.InputTokens), models.Sum(row => row.Totals.CachedTokens),
            models.Sum(row => row.Totals.OutputTokens), 0, models.Sum(row => row.Totals.CostMicros));
        return From(tenant, month, sums, currency, now) with { Name = name, Lines = [.. models.Select(InvoiceLineView.From)] };
    }
}

/// <summary>What a tenant owes for one model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="CachedTokens">Those of the tokens read that were already computed.</param>
/// <param name="OutputTokens">Tokens generated.</param>
/// <param name="Amount">Their price, as the ledger has it.</param>
public sealed record InvoiceLineView(
    string Model, long Requests, long InputTokens, long CachedTokens, long OutputTokens, [property: JsonConverter(typeof(MoneyConverter))] long Amount)
{
    internal static InvoiceLineView From(UsageRow row) =>
        new(row.Model!, row.Totals.Requests, row.Totals.InputTokens, row.Totals.CachedTokens, row.Totals.OutputTokens, row.Totals.CostMicros);
}
