using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/grants</c>: who may read, use or manage single things.</summary>
internal static class GrantsApi
{
    private const int MaxName = 200;

    public static void MapGrants(this IEndpointRouteBuilder routes)
    {
        var grants = routes.MapGroup("/tenants/{tenant}/grants").WithTags("Members");
        grants.MapGet("", ListAsync).Requires(Permissions.MembersRead).Produces<ListView<ResourceGrantsView>>().Produces<ApiErrorBody>(404).WithSummary("Lists the things whose use is granted to some only.");
        grants.MapGet("/{kind}/{name}", GetAsync).Requires(Permissions.MembersRead).Produces<IReadOnlyList<GrantView>>().Produces<ApiErrorBody>(404)
            .WithSummary("Who may read, use or manage a thing; nobody named: everybody whose role allows things of its kind.");
        grants.MapPut("/{kind}/{name}", SetAsync).Requires(Permissions.MembersWrite).Accepts<IReadOnlyList<GrantBody>>("application/json").Produces<IReadOnlyList<GrantView>>().Produces<ApiErrorBody>(404)
            .Audited("grants.set").WithSummary("Says who may read, use or manage a thing, on every silo before it answers. An empty list lifts the restriction.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? limit, string? after, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed
            ? place.Problem
            : AccessPlace.Page(
                place.Value.Table.Grants.OrderBy(grant => grant.Key, StringComparer.Ordinal),
                grant => grant.Key,
                limit,
                after,
                grant => new ResourceGrantsView(grant.Key, "resource_grants", Views(grant.Value)),
                AdminJson.Default.ListViewResourceGrantsView,
                view => view.Id);
    }

    private static async Task<IResult> GetAsync(string kind, string name, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed ? place.Problem : Answer(place.Value.Table, $"{kind}/{name}");
    }

    private static async Task<IResult> SetAsync(string kind, string name, HttpContext http, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.IReadOnlyListGrantBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (kind is not ("model" or "app" or "file" or "dataset" or "conversation"))
        {
            return ApiProblem.BadRequest("Things that can be granted are model, app, file, dataset and conversation.", "kind");
        }

        if (name.Length is 0 or > MaxName)
        {
            return ApiProblem.BadRequest($"A thing's name has 1 to {MaxName} characters.", "name");
        }

        if (AccessRules.Check(body.Value) is { } problem)
        {
            return problem;
        }

        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed
            ? place.Problem
            : Answer(
                await place.Value.Grain.SetGrantsAsync($"{kind}/{name}", [.. body.Value.Select(grant => new ResourceGrant(grant.Grantee, AccessRules.LevelOf(grant.Level)!.Value))], CancellationToken.None),
                $"{kind}/{name}");
    }

    private static JsonHttpResult<IReadOnlyList<GrantView>> Answer(AccessTable table, string resource) =>
        TypedResults.Json(Views(table.Grants.GetValueOrDefault(resource, [])), AdminJson.Default.IReadOnlyListGrantView);

    private static IReadOnlyList<GrantView> Views(IEnumerable<ResourceGrant> grants) =>
        [.. grants.Select(grant => new GrantView(grant.Grantee, grant.Level switch { GrantLevel.Read => "read", GrantLevel.Use => "use", _ => "manage" }))];
}
