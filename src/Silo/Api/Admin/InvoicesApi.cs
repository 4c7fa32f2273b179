using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/invoices</c>.</summary>
internal static class InvoicesApi
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static void MapInvoices(this IEndpointRouteBuilder routes)
    {
        var invoices = routes.MapGroup("/invoices").WithTags("Usage");
        invoices.MapGet("", ListAsync).Requires(Permissions.InvoicesRead, PermissionPlace.TenantOfQuery).Produces<ListView<InvoiceView>>().Produces<ApiErrorBody>(400).WithSummary("The invoices of a month, by tenant; the current month by default.");
        invoices.MapGet("/{tenant}/{month}", GetAsync)
            .Requires(Permissions.InvoicesRead)
            .Produces<InvoiceView>()
            .Produces(200, contentType: CsvText.ContentType)
            .Produces(200, contentType: InvoiceFormats.HtmlType)
            .Produces<ApiErrorBody>(400)
            .Produces<ApiErrorBody>(404)
            .WithSummary("One invoice; as CSV or a page to print with 'Accept: text/csv' or 'text/html', or with 'format=csv' or 'format=html'.");
    }

    private static async Task<IResult> ListAsync(
        string? tenant, string? month, string? limit, string? after, UsageQueries usage, IOptions<GatewayOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = month is null ? BillingMonth.Of(now) : BillingMonth.Parse(month, now);
        if (FilterText.Check(("tenant", tenant), ("after", after)) is { } problem)
        {
            return problem;
        }

        if (wanted.Failed)
        {
            return wanted.Problem;
        }

        if (PageLimit.Parse(limit, DefaultLimit, MaxLimit, out var rows) is { } limitProblem)
        {
            return limitProblem;
        }

        UsageQuery query = new() { Tenant = tenant, From = wanted.Value.Start, To = wanted.Value.End, By = UsageGroups.Tenant };
        var cursor = after is null ? null : new UsageRow { Tenant = after, Totals = default }.Cursor;
        var page = await usage.SumAsync(query, rows, cursor, cancellationToken);
        List<InvoiceView> views = [.. page.Items.Select(row => InvoiceView.From(row.Tenant!, wanted.Value, row.Totals, options.Value.Currency, now))];
        return TypedResults.Json(
            new ListView<InvoiceView>("list", views, page.HasMore, views.FirstOrDefault()?.Tenant, views.LastOrDefault()?.Tenant), AdminJson.Default.ListViewInvoiceView);
    }

    private static async Task<IResult> GetAsync(
        HttpContext http, string tenant, string month, string? format, IGrainFactory grains, UsageQueries usage, IOptions<GatewayOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = BillingMonth.Parse(month, now);
        if (wanted.Failed)
        {
            return wanted.Problem;
        }

        if (InvoiceFormats.Choose(http.Request, format) is not { } form)
        {
            return ApiProblem.BadRequest("'format' must be json, csv or html.", "format");
        }

        var known = TenantsApi.IsId(tenant) ? await grains.GetTenant(tenant).GetAsync(cancellationToken) : null;
        UsageQuery query = new() { Tenant = tenant, From = wanted.Value.Start, To = wanted.Value.End, By = UsageGroups.Model };
        var page = await usage.SumAsync(query, cancellationToken: cancellationToken);
        if (known is null && page.Items.Count == 0)
        {
            return TenantsApi.NotFound(tenant); // One that is gone keeps its bills.
        }

        List<UsageRow> models = [.. page.Items];
        while (page.HasMore)
        {
            page = await usage.SumAsync(query, after: page.Items[^1].Cursor, cancellationToken: cancellationToken);
            models.AddRange(page.Items);
        }

        return form(http, InvoiceView.From(tenant, known?.Name ?? tenant, wanted.Value, models, options.Value.Currency, now));
    }
}
