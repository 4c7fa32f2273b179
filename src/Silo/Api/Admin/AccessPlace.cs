using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Whose members, roles, groups and grants an address is about: a tenant's, or the platform's.</summary>
/// <param name="Grain">Where they are changed.</param>
/// <param name="Table">What they are.</param>
/// <param name="BuiltIn">Roles that are there without being made.</param>
internal sealed record AccessPlace(IAccessGrain Grain, AccessTable Table, ImmutableSortedDictionary<string, ImmutableArray<string>> BuiltIn)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    public static async Task<Parsed<AccessPlace>> FindAsync(HttpContext http, IGrainFactory grains)
    {
        if (http.GetRouteValue("tenant") is not string tenant)
        {
            var platform = grains.GetPlatformAccess();
            return new AccessPlace(platform, await platform.GetAsync(http.RequestAborted), Roles.OfPlatform);
        }

        switch (await TenantsApi.FindAsync(grains, tenant, http.RequestAborted))
        {
            case null:
                return TenantsApi.NotFound(tenant);
            case { Status: TenantStatus.Deleted }:
                return TenantsApi.Gone(tenant);
            default:
                var grain = grains.GetAccess(tenant);
                return new AccessPlace(grain, await grain.GetAsync(http.RequestAborted), Roles.OfTenants);
        }
    }

    /// <summary>Reads a body, and finds what the address is about.</summary>
    public static async Task<Parsed<PlacedBody<T>>> ReadAsync<T>(HttpContext http, IGrainFactory grains, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await RequestBody.ReadAsync(http, type);
        if (body.Failed)
        {
            return body.Problem;
        }

        var place = await FindAsync(http, grains);
        return place.Failed ? place.Problem : new PlacedBody<T>(body.Value, place.Value);
    }

    /// <summary>One page of something that is wholly in memory.</summary>
    public static IResult Page<T, TView>(
        IEnumerable<T> all, Func<T, string> id, string? limit, string? after, Func<T, TView> view, JsonTypeInfo<ListView<TView>> type, Func<TView, string> viewId)
    {
        if (PageLimit.Parse(limit, DefaultLimit, MaxLimit, out var rows) is { } problem)
        {
            return problem;
        }

        var page = all.Where(item => after is null || string.CompareOrdinal(id(item), after) > 0).Take(rows + 1).ToList();
        var views = page.Take(rows).Select(view).ToList();
        return TypedResults.Json(new ListView<TView>("list", views, page.Count > rows, views.Count > 0 ? viewId(views[0]) : null, views.Count > 0 ? viewId(views[^1]) : null), type);
    }
}
