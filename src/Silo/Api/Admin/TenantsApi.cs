using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants</c>.</summary>
internal static partial class TenantsApi
{
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var tenants = routes.MapGroup("/tenants").WithTags("Tenants");
        tenants.MapPost("", CreateAsync).Requires(Permissions.TenantsManage, PermissionPlace.Platform).Accepts<CreateTenantBody>("application/json").Produces<TenantView>(201).Produces<ApiErrorBody>(409).Audited("tenants.create", makesTenant: true).WithSummary("Makes a tenant.");
        tenants.MapGet("", ListAsync).Requires(Permissions.TenantsManage, PermissionPlace.Platform).Produces<ListView<TenantView>>().WithSummary("Lists tenants, oldest first.");
        tenants.MapGet("/{tenant}", GetAsync).Requires(Permissions.TenantRead).Produces<TenantView>().Produces<ApiErrorBody>(404).WithSummary("One tenant.");
        tenants.MapPatch("/{tenant}", ChangeAsync).Requires(Permissions.TenantWrite).Accepts<ChangeTenantBody>("application/json").Produces<TenantView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("tenants.change").WithSummary("Changes name, plan, status or settings of a tenant, on every silo before it answers.");
        tenants.MapDelete("/{tenant}", DeleteAsync).Requires(Permissions.TenantsManage).Produces<TenantView>().Produces<ApiErrorBody>(404).Audited("tenants.delete").WithSummary("Deletes a tenant: its keys are refused for good, its id stays taken.");
        tenants.MapKeys();
    }

    /// <summary>The answer for a tenant that does not exist.</summary>
    public static ApiProblem NotFound(string tenant) => ApiProblem.NotFound($"There is no tenant '{tenant}'.");

    /// <summary>The answer for a change of a tenant that was deleted.</summary>
    public static ApiProblem Gone(string tenant) =>
        new(409, new ApiError($"The tenant '{tenant}' was deleted.", "invalid_request_error", null, "tenant_deleted"));

    /// <summary>Whether a text can be a tenant's id; others never reach a grain.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>The tenant, or null.</summary>
    public static Task<Tenant?> FindAsync(IGrainFactory grains, string tenant, CancellationToken cancellationToken) =>
        IsId(tenant) ? grains.GetTenant(tenant).GetAsync(cancellationToken) : Task.FromResult<Tenant?>(null);

    private static async Task<IResult> CreateAsync(HttpContext http, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateTenantBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (TenantRules.Check(body.Value) is { } problem)
        {
            return problem;
        }

        var settings = new TenantSettings
        {
            Name = (body.Value.Name ?? body.Value.Id).Trim(),
            Plan = body.Value.Plan,
            Policy = body.Value.Settings?.ToChange().ApplyTo(new TenantPolicy()) ?? new TenantPolicy(),
        };
        return await grains.GetTenant(body.Value.Id).CreateAsync(settings, CancellationToken.None) is { } tenant
            ? TypedResults.Json(TenantView.From(tenant), AdminJson.Default.TenantView, statusCode: StatusCodes.Status201Created)
            : new ApiProblem(409, new ApiError($"The tenant '{body.Value.Id}' exists already, or did once.", "invalid_request_error", "id", "already_exists"));
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, TenantDirectory tenants, IGrainFactory grains, CancellationToken cancellationToken)
    {
        // The rows say which tenants there are; what they are, their grains know.
        var page = await query.ReadAsync(
            (limit, after, before) => tenants.ListAsync(limit, after, before, cancellationToken),
            async row => await grains.GetTenant(row.Id).GetAsync(cancellationToken) is { } tenant ? TenantView.From(tenant) : null,
            view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewTenantView);
    }

    private static async Task<IResult> GetAsync(string tenant, IGrainFactory grains, CancellationToken cancellationToken) =>
        Answer(tenant, await FindAsync(grains, tenant, cancellationToken));

    private static async Task<IResult> ChangeAsync(string tenant, HttpContext http, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.ChangeTenantBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (TenantRules.Check(body.Value) is { } problem)
        {
            return problem;
        }

        if ((body.Value.SetsPlan || body.Value.Status is not null) && !http.Access().Allows(Permissions.TenantsManage))
        {
            return PermissionRefusal.Lacking(Permissions.TenantsManage); // The tenant's own people change name and settings.
        }

        var change = new TenantChange
        {
            Name = body.Value.Name?.Trim(),
            SetsPlan = body.Value.SetsPlan,
            Plan = body.Value.Plan,
            Status = TenantRules.StatusOf(body.Value.Status),
            Policy = body.Value.Settings?.ToChange(),
        };
        var changed = await ApplyAsync(grains, tenant, change);
        return changed?.Status == TenantStatus.Deleted ? Gone(tenant) : Answer(tenant, changed);
    }

    private static async Task<IResult> DeleteAsync(string tenant, IGrainFactory grains) =>
        Answer(tenant, await ApplyAsync(grains, tenant, new TenantChange { Status = TenantStatus.Deleted }));

    // Not stopped by a client that leaves: silos that were not told would go by what they knew.
    private static async Task<Tenant?> ApplyAsync(IGrainFactory grains, string tenant, TenantChange change) =>
        await FindAsync(grains, tenant, CancellationToken.None) is null ? null : await grains.GetTenant(tenant).ChangeAsync(change, CancellationToken.None);

    private static IResult Answer(string id, Tenant? tenant) =>
        tenant is null ? NotFound(id) : TypedResults.Json(TenantView.From(tenant), AdminJson.Default.TenantView);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")] // Unlike $, \z allows no line break at the end.
    private static partial Regex Id();
}
