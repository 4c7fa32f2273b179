using System.Globalization;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Audit;

/// <summary><c>/admin/v1/audit</c>.</summary>
internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", ListAsync).Requires(Permissions.AuditRead, PermissionPlace.TenantOfQuery).Produces<ListView<AuditView>>().WithSummary("Lists what administrators did and tried, the newest first.");
        audit.MapGet("/verify", VerifyAsync).Requires(Permissions.AuditRead, PermissionPlace.Platform).Produces<AuditVerificationView>().WithSummary("Reads the whole audit trail and says whether anything in it was changed, removed or moved.");
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? tenant, string? action, string? from, string? to, AuditTrail trail, CancellationToken cancellationToken)
    {
        if (!TryTime(from, out var start))
        {
            return NoTime("from");
        }

        if (!TryTime(to, out var end))
        {
            return NoTime("to");
        }

        var filter = new AuditFilter(tenant, action, start, end);
        var page = await query.ReadAsync(
            (limit, after, before) => trail.ListAsync(filter, limit, after, before, cancellationToken), AuditView.From, view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewAuditView);
    }

    private static async Task<IResult> VerifyAsync(AuditTrail trail, CancellationToken cancellationToken) =>
        TypedResults.Json(AuditVerificationView.From(await trail.VerifyAsync(cancellationToken)), AdminJson.Default.AuditVerificationView);

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        var known = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = known ? parsed.ToUniversalTime() : null;
        return known || text is null;
    }

    private static ApiProblem NoTime(string param) => ApiProblem.BadRequest($"'{param}' must be a time like 2026-01-31T12:00:00Z.", param);
}
