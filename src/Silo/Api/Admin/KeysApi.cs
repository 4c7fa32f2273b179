using System.Collections.Immutable;
using LlmGateway.Grains;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/keys</c>.</summary>
internal static class KeysApi
{
    private const int MaxName = 200;
    private const int MaxModels = 1000;

    public static void MapKeys(this IEndpointRouteBuilder tenants)
    {
        var keys = tenants.MapGroup("/{tenant}/keys").WithTags("Keys");
        keys.MapPost("", CreateAsync).Accepts<CreateKeyBody>("application/json").Produces<CreatedKeyView>(201).Produces<ApiErrorBody>(404).WithSummary("Makes an API key; its secret is shown this once.");
        keys.MapGet("", ListAsync).Produces<ListView<KeyView>>().Produces<ApiErrorBody>(404).WithSummary("Lists a tenant's keys, oldest first.");
        keys.MapGet("/{id}", GetAsync).Produces<KeyView>().Produces<ApiErrorBody>(404).WithSummary("One key.");
        keys.MapDelete("/{id}", RevokeAsync).Produces<KeyView>().Produces<ApiErrorBody>(404).WithSummary("Revokes a key on every silo before it answers.");
    }

    private static async Task<IResult> CreateAsync(string tenant, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateKeyBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (Check(body.Value, time) is { } problem)
        {
            return problem;
        }

        var settings = new ApiKeySettings
        {
            Name = body.Value.Name.Trim(),
            Scopes = body.Value.Scopes is { } scopes ? [.. scopes.Distinct()] : KeyScopes.All,
            Models = body.Value.Models?.Distinct().ToImmutableArray(),
            ExpiresAt = body.Value.ExpiresAt?.ToUniversalTime(),
        };
        return TenantsApi.IsId(tenant) && await grains.GetTenant(tenant).CreateKeyAsync(settings, http.RequestAborted) is { } created
            ? TypedResults.Json(new CreatedKeyView(created), AdminJson.Default.CreatedKeyView, statusCode: StatusCodes.Status201Created)
            : TenantsApi.NotFound(tenant);
    }

    private static async Task<IResult> ListAsync(string tenant, [AsParameters] ListQuery query, ApiKeyDirectory keys, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!TenantsApi.IsId(tenant) || await grains.GetTenant(tenant).GetAsync(cancellationToken) is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        var page = await query.ReadAsync((limit, after, before) => keys.ListAsync(tenant, limit, after, before, cancellationToken), KeyView.From, view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewKeyView);
    }

    private static async Task<IResult> GetAsync(string tenant, string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        Answer(id, TenantsApi.IsId(tenant) ? await grains.GetTenant(tenant).GetKeyAsync(id, cancellationToken) : null);

    private static async Task<IResult> RevokeAsync(string tenant, string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        Answer(id, TenantsApi.IsId(tenant) ? await grains.GetTenant(tenant).RevokeKeyAsync(id, cancellationToken) : null);

    private static IResult Answer(string id, ApiKey? key) =>
        key is null ? ApiProblem.NotFound($"There is no key '{id}' in this tenant.") : TypedResults.Json(KeyView.From(key), AdminJson.Default.KeyView);

    private static ApiProblem? Check(CreateKeyBody body, TimeProvider time)
    {
        if (body.Name is null || body.Name.Trim().Length is 0 or > MaxName)
        {
            return ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name");
        }

        if (body.Scopes is { } scopes && (scopes.Count == 0 || scopes.Any(scope => !KeyScopes.All.Contains(scope))))
        {
            return ApiProblem.BadRequest($"'scopes' must name some of: {string.Join(", ", KeyScopes.All)}.", "scopes");
        }

        if (body.Models is { } models && (models.Count is 0 or > MaxModels || models.Any(string.IsNullOrWhiteSpace)))
        {
            return ApiProblem.BadRequest($"'models' must name 1 to {MaxModels} models; leave it out to allow all.", "models");
        }

        return body.ExpiresAt <= time.GetUtcNow() ? ApiProblem.BadRequest("'expires_at' must lie in the future.", "expires_at") : null;
    }
}
