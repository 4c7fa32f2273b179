using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants</c>.</summary>
internal static partial class TenantsApi
{
    private const int MaxName = 200;

    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        var tenants = routes.MapGroup("/tenants").WithTags("Tenants");
        tenants.MapPost("", CreateAsync).Accepts<CreateTenantBody>("application/json").Produces<TenantView>(201).Produces<ApiErrorBody>(409).WithSummary("Makes a tenant.");
        tenants.MapGet("", ListAsync).Produces<ListView<TenantView>>().WithSummary("Lists tenants, oldest first.");
        tenants.MapGet("/{tenant}", GetAsync).Produces<TenantView>().Produces<ApiErrorBody>(404).WithSummary("One tenant.");
        tenants.MapKeys();
    }

    /// <summary>The answer for a tenant that does not exist.</summary>
    public static ApiProblem NotFound(string tenant) => ApiProblem.NotFound($"There is no tenant '{tenant}'.");

    /// <summary>Whether a text can be a tenant's id; others never reach a grain.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    private static async Task<IResult> CreateAsync(HttpContext http, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateTenantBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        var (id, name) = (body.Value.Id ?? "", body.Value.Name ?? body.Value.Id ?? "");
        if (!IsId(id))
        {
            return ApiProblem.BadRequest("'id' must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.", "id");
        }

        if (name.Trim().Length is 0 or > MaxName)
        {
            return ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name");
        }

        if (body.Value.Plan is { Length: > MaxName })
        {
            return ApiProblem.BadRequest($"'plan' must have at most {MaxName} characters.", "plan");
        }

        var tenant = await grains.GetTenant(id).CreateAsync(new TenantSettings { Name = name.Trim(), Plan = body.Value.Plan }, http.RequestAborted);
        return tenant is null
            ? new ApiProblem(409, new ApiError($"The tenant '{id}' exists already.", "invalid_request_error", "id", "already_exists"))
            : TypedResults.Json(TenantView.From(tenant), AdminJson.Default.TenantView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, TenantDirectory tenants, CancellationToken cancellationToken)
    {
        var page = await query.ReadAsync((limit, after, before) => tenants.ListAsync(limit, after, before, cancellationToken), TenantView.From, view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewTenantView);
    }

    private static async Task<IResult> GetAsync(string tenant, IGrainFactory grains, CancellationToken cancellationToken) =>
        IsId(tenant) && await grains.GetTenant(tenant).GetAsync(cancellationToken) is { } found
            ? TypedResults.Json(TenantView.From(found), AdminJson.Default.TenantView)
            : NotFound(tenant);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")] // Unlike $, \z allows no line break at the end.
    private static partial Regex Id();
}
