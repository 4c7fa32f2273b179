using System.Text.Json.Serialization;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Usage of one group; what it was not grouped by is left out.</summary>
/// <param name="Bucket">Start of its hour or day, UTC.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">Id of the API key.</param>
/// <param name="Model">The model's name.</param>
/// <param name="App">The application; empty for none.</param>
/// <param name="Requests">How many requests were admitted.</param>
/// <param name="Failures">Those of them that did not complete.</param>
/// <param name="InputTokens">Tokens read, cached ones included.</param>
/// <param name="CachedTokens">Those of the tokens read that were already computed.</param>
/// <param name="OutputTokens">Tokens generated, reasoning included.</param>
/// <param name="ReasoningTokens">Those of the tokens generated that were spent on reasoning.</param>
/// <param name="Cost">Their price in the gateway's currency.</param>
public sealed record UsageView(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Bucket,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tenant,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? App,
    long Requests,
    long Failures,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    long ReasoningTokens,
    [property: JsonConverter(typeof(MoneyConverter))] long Cost)
{
    internal static UsageView From(UsageRow row) => new(
        row.Bucket, row.Tenant, row.Key, row.Model, row.App, row.Totals.Requests, row.Totals.Failures, row.Totals.InputTokens, row.Totals.CachedTokens,
        row.Totals.OutputTokens, row.Totals.ReasoningTokens, row.Totals.CostMicros);
}
