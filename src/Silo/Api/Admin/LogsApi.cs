using System.Globalization;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Logs;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/logs</c>.</summary>
internal static class LogsApi
{
    public static void MapLogs(this IEndpointRouteBuilder routes)
    {
        var logs = routes.MapGroup("/logs").WithTags("Logs");
        logs.MapGet("", ListAsync).Requires(Permissions.LogsRead, PermissionPlace.TenantOfQuery).Produces<ListView<LogView>>().Produces<ApiErrorBody>(400).WithSummary("Lists requests, newest first; as CSV with 'Accept: text/csv'.");
        logs.MapGet("/{request_id}", GetAsync).Requires(Permissions.LogsRead, PermissionPlace.TenantOfQuery).Produces<LogDetailView>().Produces<ApiErrorBody>(404).WithSummary("One request, with its bodies where its tenant logs them.");
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, [AsParameters] LogListQuery filter, [AsParameters] ListQuery page, RequestLog log, CancellationToken cancellationToken)
    {
        var query = filter.Parse();
        if (query.Failed)
        {
            return query.Problem;
        }

        var list = await page.ReadAsync((limit, after, before) => log.ListAsync(query.Value, limit, after, before, cancellationToken), LogView.From, view => view.Id);
        return list.Failed ? list.Problem
            : CsvText.IsWanted(http.Request) ? Csv(list.Value.Data)
            : TypedResults.Json(list.Value, AdminJson.Default.ListViewLogView);
    }

    private static async Task<IResult> GetAsync(string request_id, string? tenant, RequestLog log, LogSealing sealing, CancellationToken cancellationToken) =>
        await log.FindAsync(request_id, cancellationToken) is { } row && (tenant is null || row.TenantId == tenant)
            ? TypedResults.Json(
                new LogDetailView(row, await sealing.OpenRequestAsync(row, cancellationToken), await sealing.OpenResponseAsync(row, cancellationToken)),
                AdminJson.Default.LogDetailView)
            : ApiProblem.NotFound($"There is no request '{request_id}' in the log. It may be older than its tenant keeps the log.");

    private static IResult Csv(IReadOnlyList<LogView> rows)
    {
        CsvText csv = new();
        foreach (var name in (ReadOnlySpan<string>)[
            "id", "created_at", "tenant", "key", "user", "operation", "model", "version", "status", "error", "stream",
            "input_tokens", "output_tokens", "first_token_ms", "total_ms", "metadata"])
        {
            csv.Add(name);
        }

        csv.End();
        foreach (var row in rows)
        {
            csv.Add(row.Id).Add(row.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Add(row.Tenant).Add(row.Key).Add(row.User)
                .Add(row.Operation).Add(row.Model).Add(row.Version).Add(row.Status).Add(row.Error).Add(row.Stream ? "true" : "false")
                .Add(row.InputTokens).Add(row.OutputTokens).Add(row.FirstTokenMs).Add(row.TotalMs).Add(row.Metadata?.GetRawText()).End();
        }

        return csv.ToResult();
    }
}
