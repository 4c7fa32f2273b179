using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/keys</c>.</summary>
internal static partial class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder tenants)
    {
        var keys = tenants.MapGroup("/{tenant}/keys").WithTags("Keys");
        keys.MapPost("", CreateAsync).Requires(Permissions.KeysWrite).Accepts<CreateKeyBody>("application/json").Produces<CreatedKeyView>(201).Produces<ApiErrorBody>(404).Audited("keys.create").WithSummary("Makes an API key; its secret is shown this once.");
        keys.MapGet("", ListAsync).Requires(Permissions.KeysRead).Produces<ListView<KeyView>>().Produces<ApiErrorBody>(404).WithSummary("Lists a tenant's keys, oldest first.");
        keys.MapGet("/{id}", GetAsync).Requires(Permissions.KeysRead).Produces<KeyView>().Produces<ApiErrorBody>(404).WithSummary("One key.");
        keys.MapPatch("/{id}", ChangeAsync).Requires(Permissions.KeysWrite).Accepts<ChangeKeyBody>("application/json").Produces<KeyView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("keys.change").WithSummary("Changes name, scopes, models or expiry of a key, on every silo before it answers.");
        keys.MapDelete("/{id}", RevokeAsync).Requires(Permissions.KeysWrite).Produces<KeyView>().Produces<ApiErrorBody>(404).Audited("keys.revoke").WithSummary("Revokes a key on every silo before it answers, and ends its open requests.");
        keys.MapPost("/{id}/rotate", RotateAsync).Requires(Permissions.KeysWrite).Accepts<RotateKeyBody>("application/json").Produces<CreatedKeyView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("keys.rotate").WithSummary("Gives a key a new secret, shown this once; the one before works on for a while.");
    }

    /// <summary>The key, or null. Of this tenant only: the keys of others look as if they did not exist.</summary>
    public static async Task<ApiKey?> FindAsync(IGrainFactory grains, string tenant, string id) =>
        Id().IsMatch(id) && await grains.GetApiKey(id).GetAsync() is { } key && key.TenantId == tenant ? key : null;

    private static async Task<IResult> CreateAsync(string tenant, HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateKeyBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (KeyRules.Check(body.Value, time.GetUtcNow()) is { } problem)
        {
            return problem;
        }

        if (Beyond(http, body.Value.Scopes ?? KeyScopes.All) is { } scope)
        {
            return PermissionRefusal.Lacking(scope);
        }

        if (body.Value.Limits is { } wished && LimitsApi.Check(wished, "limits.") is { } wrong)
        {
            return wrong;
        }

        var settings = new ApiKeySettings
        {
            Name = body.Value.Name.Trim(),
            Scopes = KeyRules.SetOf(body.Value.Scopes) ?? KeyScopes.All,
            Models = KeyRules.SetOf(body.Value.Models),
            ExpiresAt = body.Value.ExpiresAt?.ToUniversalTime(),
        };
        return await TenantsApi.FindAsync(grains, tenant, http.RequestAborted) switch
        {
            null => TenantsApi.NotFound(tenant),
            { Status: TenantStatus.Deleted } => TenantsApi.Gone(tenant),
            _ => await grains.GetTenant(tenant).CreateKeyAsync(settings, CancellationToken.None) is { } created
                ? Shown(await WithLimitsAsync(created, body.Value.Limits, grains), null, time, StatusCodes.Status201Created)
                : TenantsApi.Gone(tenant),
        };
    }

    // Nobody makes a key, or gets a secret, that opens more than they may do themselves.
    private static string? Beyond(HttpContext http, IEnumerable<string> scopes) => scopes.FirstOrDefault(scope => !http.Access().Allows(scope));

    // Before anyone knows the secret.
    private static async Task<CreatedApiKey> WithLimitsAsync(CreatedApiKey created, LimitsView? limits, IGrainFactory grains)
    {
        if (limits is not null)
        {
            await grains.GetRateLimits(created.Key.TenantId).SetLimitsAsync(created.Key.Id, limits.ToLimits());
        }

        return created;
    }

    private static async Task<IResult> ListAsync(string tenant, [AsParameters] ListQuery query, ApiKeyDirectory keys, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await TenantsApi.FindAsync(grains, tenant, cancellationToken) is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        // The rows say which keys there are and when they were used; what they are, their grains know.
        var now = time.GetUtcNow();
        var page = await query.ReadAsync(
            (limit, after, before) => keys.ListAsync(tenant, limit, after, before, cancellationToken),
            async row => await grains.GetApiKey(row.Id).GetAsync(cancellationToken) is { } key ? KeyView.From(key, row.LastUsedAt, now) : null,
            view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewKeyView);
    }

    private static async Task<IResult> GetAsync(string tenant, string id, ApiKeyDirectory keys, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken) =>
        await FindAsync(grains, tenant, id) is { } key ? await AnswerAsync(key, keys, time, cancellationToken) : NotFound(id);

    private static async Task<IResult> ChangeAsync(string tenant, string id, HttpContext http, ApiKeyDirectory keys, IGrainFactory grains, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.ChangeKeyBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (KeyRules.Check(body.Value, time.GetUtcNow()) is { } problem)
        {
            return problem;
        }

        if (Beyond(http, body.Value.Scopes ?? []) is { } scope)
        {
            return PermissionRefusal.Lacking(scope);
        }

        if (await FindAsync(grains, tenant, id) is null)
        {
            return NotFound(id);
        }

        var change = new ApiKeyChange
        {
            Name = body.Value.Name?.Trim(),
            Scopes = KeyRules.SetOf(body.Value.Scopes),
            SetsModels = body.Value.SetsModels,
            Models = KeyRules.SetOf(body.Value.Models),
            SetsExpiresAt = body.Value.SetsExpiresAt,
            ExpiresAt = body.Value.ExpiresAt?.ToUniversalTime(),
        };
        return await grains.GetApiKey(id).ChangeAsync(change, CancellationToken.None) is { } changed ? await AnswerAsync(changed, keys, time, http.RequestAborted) : Revoked(id);
    }

    private static async Task<IResult> RotateAsync(string tenant, string id, HttpContext http, ApiKeyDirectory keys, IGrainFactory grains, TimeProvider time)
    {
        var body = http.Request.ContentLength is null or 0 && http.Request.ContentType is null
            ? new RotateKeyBody() // Its one member has a default.
            : await RequestBody.ReadAsync(http, AdminJson.Default.RotateKeyBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (KeyRules.Check(body.Value) is { } problem)
        {
            return problem;
        }

        if (await FindAsync(grains, tenant, id) is not { } key)
        {
            return NotFound(id);
        }

        if (Beyond(http, key.Scopes) is { } scope)
        {
            return PermissionRefusal.Lacking(scope);
        }

        return await grains.GetApiKey(id).RotateAsync(KeyRules.GraceOf(body.Value), CancellationToken.None) is { } rotated
            ? Shown(rotated, (await keys.FindAsync(id, CancellationToken.None))?.LastUsedAt, time, StatusCodes.Status200OK)
            : Revoked(id);
    }

    private static async Task<IResult> RevokeAsync(string tenant, string id, ApiKeyDirectory keys, IGrainFactory grains, TimeProvider time) =>
        await FindAsync(grains, tenant, id) is not null && await grains.GetApiKey(id).RevokeAsync(CancellationToken.None) is { } key
            ? await AnswerAsync(key, keys, time, CancellationToken.None)
            : NotFound(id);

    private static async Task<IResult> AnswerAsync(ApiKey key, ApiKeyDirectory keys, TimeProvider time, CancellationToken cancellationToken) => TypedResults.Json(
        KeyView.From(key, (await keys.FindAsync(key.Id, cancellationToken))?.LastUsedAt, time.GetUtcNow()), AdminJson.Default.KeyView);

    private static JsonHttpResult<CreatedKeyView> Shown(CreatedApiKey created, DateTimeOffset? lastUsedAt, TimeProvider time, int status) => TypedResults.Json(
        new CreatedKeyView(KeyView.From(created.Key, lastUsedAt, time.GetUtcNow()), created.Secret), AdminJson.Default.CreatedKeyView, statusCode: status);

    private static ApiProblem NotFound(string id) => ApiProblem.NotFound($"There is no key '{id}' in this tenant.");

    private static ApiProblem Revoked(string id) =>
        new(409, new ApiError($"The key '{id}' was revoked; make a new one.", "invalid_request_error", null, "key_revoked"));

    [GeneratedRegex(@"^key_[0-9a-f]{24}\z")]
    private static partial Regex Id();
}
