using System.Globalization;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/usage</c>.</summary>
internal static class UsageApi
{
    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/usage", SumAsync)
            .Requires(KeyScopes.UsageRead, PermissionPlace.TenantOfQuery)
            .WithTags("Usage")
            .Produces<ListView<UsageView>>()
            .Produces<ApiErrorBody>(400)
            .WithSummary("Sums of requests, tokens and cost over whole hours, UTC; as CSV with 'Accept: text/csv', where a 'Link' header names the next page.");

    private static async Task<IResult> SumAsync(
        HttpContext http, [AsParameters] UsageListQuery parameters, UsageQueries usage, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = parameters.Parse(time);
        if (query.Failed)
        {
            return query.Problem;
        }

        if (PageLimit.Parse(parameters.Limit, UsageQueries.MaxLimit, UsageQueries.MaxLimit, out var limit) is { } problem)
        {
            return problem;
        }

        try
        {
            var page = await usage.SumAsync(query.Value, limit, parameters.After, cancellationToken);
            return CsvText.IsWanted(http.Request) ? Csv(http, query.Value, page) : Json(page);
        }
        catch (UnknownCursorException)
        {
            return ApiProblem.BadRequest("'after' must be the 'last_id' of a page with the same 'group_by'.", "after");
        }
    }

    private static JsonHttpResult<ListView<UsageView>> Json(Page<UsageRow> page) => TypedResults.Json(
        new ListView<UsageView>("list", [.. page.Items.Select(UsageView.From)], page.HasMore, page.Items.Count > 0 ? page.Items[0].Cursor : null, page.Items.Count > 0 ? page.Items[^1].Cursor : null),
        AdminJson.Default.ListViewUsageView);

    private static IResult Csv(HttpContext http, UsageQuery query, Page<UsageRow> page)
    {
        if (page.HasMore)
        {
            var next = QueryString.Create([.. http.Request.Query.Where(pair => pair.Key != "after"), new("after", page.Items[^1].Cursor)]);
            http.Response.Headers.Link = $"<{UriHelper.BuildRelative(http.Request.PathBase, http.Request.Path, next)}>; rel=\"next\"";
        }

        CsvText csv = new();
        (string Name, bool Wanted, Func<UsageRow, string?> Value)[] groups =
        [
            ("bucket", query.Bucket != UsageBucket.None, row => row.Bucket?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("tenant", query.By.HasFlag(UsageGroups.Tenant), row => row.Tenant),
            ("key", query.By.HasFlag(UsageGroups.Key), row => row.Key),
            ("model", query.By.HasFlag(UsageGroups.Model), row => row.Model),
            ("app", query.By.HasFlag(UsageGroups.App), row => row.App),
        ];
        groups = [.. groups.Where(group => group.Wanted)];
        foreach (var name in groups.Select(group => group.Name).Concat(["requests", "failures", "input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "cost"]))
        {
            csv.Add(name);
        }

        csv.End();
        foreach (var row in page.Items)
        {
            foreach (var group in groups)
            {
                csv.Add(group.Value(row));
            }

            var sums = row.Totals;
            csv.Add(sums.Requests).Add(sums.Failures).Add(sums.InputTokens).Add(sums.CachedTokens).Add(sums.OutputTokens).Add(sums.ReasoningTokens)
                .Add(Money.Format(sums.CostMicros)).End();
        }

        return csv.ToResult();
    }
}
