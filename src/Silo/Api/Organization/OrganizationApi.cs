using System.Text.Json.Serialization.Metadata;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.Organization;

/// <summary><c>/v1/organization/usage/…</c> and <c>/v1/organization/costs</c>: what the tenant of the key used, as OpenAI's clients read it.</summary>
internal static class OrganizationApi
{
    private static readonly string[] Parameters =
        ["start_time", "end_time", "bucket_width", "limit", "page", "group_by", "models", "api_key_ids", "project_ids"];

    public static void MapOrganization(this IEndpointRouteBuilder routes)
    {
        var organization = routes.MapGroup("/organization").WithTags("Usage").RequiresScope(KeyScopes.UsageRead);
        organization.Map("usage/completions", UsageKind.Completions, OrganizationJson.Default.UsagePageCompletionsUsage, (row, query, _) => CompletionsUsage.From(row, query));
        organization.Map("usage/embeddings", UsageKind.Embeddings, OrganizationJson.Default.UsagePageEmbeddingsUsage, (row, _, _) => EmbeddingsUsage.From(row));
        organization.Map("costs", UsageKind.Costs, OrganizationJson.Default.UsagePageCostsResult, (row, _, currency) => CostsResult.From(row, currency));
        foreach (var kind in UsageKind.Unused)
        {
            organization.Map($"usage/{kind.Name}", kind, OrganizationJson.Default.UsagePageNoUsage, (_, _, _) => new NoUsage($"organization.usage.{kind.Name}.result"));
        }
    }

    private static void Map<T>(this RouteGroupBuilder routes, string path, UsageKind kind, JsonTypeInfo<UsagePage<T>> type, Func<UsageRow, UsagePageQuery, string, T> result) =>
        routes.MapGet(
                $"/{path}",
                async (HttpContext http, UsageQueries usage, IOptions<GatewayOptions> options, TimeProvider time, CancellationToken cancellationToken) =>
                {
                    var tenant = http.Key().TenantId;
                    var query = UsagePageQuery.Parse(http.Request.Query, kind, tenant, time.GetUtcNow());
                    return query.Failed
                        ? (IResult)query.Problem
                        : TypedResults.Json(await ReadAsync(usage, kind, tenant, query.Value, row => result(row, query.Value, options.Value.Currency.ToLowerInvariant()), cancellationToken), type);
                })
            .WithName(kind == UsageKind.Costs ? "usageCosts" : $"usage{string.Concat(kind.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}")
            .Produces<UsagePage<T>>()
            .Produces<ApiErrorBody>(400)
            .Produces<ApiErrorBody>(403)
            .WithSummary($"The tenant's {(kind == UsageKind.Costs ? "costs" : $"usage of {kind.Name.Replace('_', ' ')}")} by time. Parameters: {string.Join(", ", Parameters)}.");

    private static async Task<UsagePage<T>> ReadAsync<T>(
        UsageQueries usage, UsageKind kind, string tenant, UsagePageQuery query, Func<UsageRow, T> result, CancellationToken cancellationToken)
    {
        var width = query.Width.Seconds;
        var wanted = (query.End - query.First + width - 1) / width;
        var end = query.First + (Math.Min(wanted, query.Limit) * width);
        ILookup<long, UsageRow> rows;
        if (query.IsEmpty || end == query.First)
        {
            rows = Array.Empty<UsageRow>().ToLookup(_ => 0L);
        }
        else
        {
            (var list, end) = await SumAsync(usage, query.ToSums(kind, tenant, end), end, cancellationToken);
            rows = list.ToLookup(Start);
        }

        List<UsageTimeBucket<T>> buckets = [];
        for (var start = query.First; start < end; start += width)
        {
            buckets.Add(new UsageTimeBucket<T>("bucket", start, start + width, [.. rows[start].Select(result)]));
        }

        var more = end < query.End;
        return new UsagePage<T>("page", buckets, more, more ? UsagePageQuery.PageOf(end) : null);
    }

    // Where there are too many results for a page, it has fewer buckets, but whole ones.
    private static async Task<(IReadOnlyList<UsageRow> Rows, long End)> SumAsync(UsageQueries usage, UsageQuery query, long end, CancellationToken cancellationToken)
    {
        List<UsageRow> rows = [];
        Page<UsageRow> page;
        do
        {
            page = await usage.SumAsync(query, after: rows.LastOrDefault()?.Cursor, cancellationToken: cancellationToken);
            rows.AddRange(page.Items);
        }
        while (page.HasMore && rows[0].Bucket == rows[^1].Bucket);
        if (page.HasMore)
        {
            end = Start(rows[^1]);
            rows.RemoveAll(row => Start(row) == end);
        }

        return (rows, end);
    }

    private static long Start(UsageRow row) => row.Bucket!.Value.ToUnixTimeSeconds();
}
