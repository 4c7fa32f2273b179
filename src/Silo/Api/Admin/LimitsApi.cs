using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/limits</c> and <c>/admin/v1/tenants/{t}/keys/{id}/limits</c>.</summary>
internal static class LimitsApi
{
    private const int MaxModels = 1000;

    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        var tenants = routes.MapGroup("/tenants/{tenant}").WithTags("Limits");
        tenants.MapGet("/limits", (string tenant, IGrainFactory grains) => GetAsync(tenant, null, grains))
            .Requires(Permissions.LimitsRead).Produces<LimitsView>().Produces<ApiErrorBody>(404).WithSummary("The limits of a tenant.");
        tenants.MapPut("/limits", (string tenant, HttpContext http, IGrainFactory grains) => PutAsync(tenant, null, http, grains))
            .Requires(Permissions.LimitsWrite).Accepts<LimitsView>("application/json").Produces<LimitsView>().Produces<ApiErrorBody>(404).Audited("limits.set").WithSummary("Sets the limits of a tenant; they hold from the next request on.");
        tenants.MapGet("/keys/{id}/limits", (string tenant, string id, IGrainFactory grains) => GetAsync(tenant, id, grains))
            .Requires(Permissions.LimitsRead).Produces<LimitsView>().Produces<ApiErrorBody>(404).WithSummary("The limits of a key.");
        tenants.MapPut("/keys/{id}/limits", (string tenant, string id, HttpContext http, IGrainFactory grains) => PutAsync(tenant, id, http, grains))
            .Requires(Permissions.KeysWrite).Accepts<LimitsView>("application/json").Produces<LimitsView>().Produces<ApiErrorBody>(404).Audited("limits.set").WithSummary("Sets the limits of a key, in addition to its tenant's.");
    }

    /// <summary>What is wrong with limits, or null.</summary>
    /// <param name="limits">Limits of a tenant or key.</param>
    /// <param name="where">Their place in the body, with a dot behind; empty for the body itself.</param>
    public static ApiProblem? Check(LimitsView limits, string where = "")
    {
        if (limits.Models is { Count: > MaxModels })
        {
            return ApiProblem.BadRequest($"'{where}models' holds at most {MaxModels} models.", where + "models");
        }

        foreach (var (model, inner) in limits.Models ?? new Dictionary<string, LimitsView?>())
        {
            var place = $"{where}models.{model}";
            if (inner is null or { Models: not null } || model.Length is 0 or > 200)
            {
                return ApiProblem.BadRequest($"'{place}' must hold limits, without further models.", place);
            }

            if (CheckNumbers(inner, place + ".") is { } problem)
            {
                return problem;
            }
        }

        return CheckNumbers(limits, where);
    }

    private static ApiProblem? CheckNumbers(LimitsView limits, string where) =>
        CheckNumber(limits.RequestsPerMinute, where + "requests_per_minute")
        ?? CheckNumber(limits.TokensPerMinute, where + "tokens_per_minute")
        ?? CheckNumber(limits.ConcurrentRequests, where + "concurrent_requests");

    private static ApiProblem? CheckNumber(long? limit, string param) =>
        limit is null or (>= 0 and <= UsageLimits.Max) ? null : ApiProblem.BadRequest($"'{param}' must be from 0 to {UsageLimits.Max}, or null for no limit.", param);

    private static async Task<IResult> GetAsync(string tenant, string? key, IGrainFactory grains) =>
        await MissingAsync(tenant, key, grains) ?? (IResult)TypedResults.Json(
            LimitsView.From(await grains.GetRateLimits(tenant).GetLimitsAsync(key)), AdminJson.Default.LimitsView);

    private static async Task<IResult> PutAsync(string tenant, string? key, HttpContext http, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.LimitsView);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (Check(body.Value) is { } problem)
        {
            return problem;
        }

        if (await MissingAsync(tenant, key, grains) is { } missing)
        {
            return missing;
        }

        await grains.GetRateLimits(tenant).SetLimitsAsync(key, body.Value.ToLimits());
        return await GetAsync(tenant, key, grains);
    }

    private static async Task<ApiProblem?> MissingAsync(string tenant, string? key, IGrainFactory grains)
    {
        if (!TenantsApi.IsId(tenant) || await grains.GetTenant(tenant).GetAsync() is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        return key is null || await KeysApi.FindAsync(grains, tenant, key) is not null
            ? null
            : ApiProblem.NotFound($"There is no key '{key}' in this tenant.");
    }
}
