using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/roles</c>.</summary>
internal static class RolesApi
{
    public static void MapRoles(this IEndpointRouteBuilder routes)
    {
        var roles = routes.MapGroup("/tenants/{tenant}/roles").WithTags("Members");
        roles.MapGet("", ListAsync).Requires(Permissions.MembersRead).Produces<ListView<RoleView>>().Produces<ApiErrorBody>(404).WithSummary("Lists the roles of a tenant, built-in ones included.");
        roles.MapPut("/{name}", SetAsync).Requires(Permissions.MembersWrite).Accepts<RoleBody>("application/json").Produces<RoleView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("roles.set").WithSummary("Makes a role, or replaces its permissions, on every silo before it answers.");
        roles.MapDelete("/{name}", RemoveAsync).Requires(Permissions.MembersWrite).Produces(204).Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("roles.remove").WithSummary("Removes a role, from those who have it too.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? limit, string? after, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed
            ? place.Problem
            : AccessPlace.Page(
                place.Value.BuiltIn.Select(role => View(role.Key, true, role.Value)).Concat(place.Value.Table.CustomRoles.Select(role => View(role.Key, false, role.Value)))
                    .OrderBy(role => role.Id, StringComparer.Ordinal),
                role => role.Id,
                limit,
                after,
                role => role,
                AdminJson.Default.ListViewRoleView,
                role => role.Id);
    }

    private static async Task<IResult> SetAsync(string name, HttpContext http, IGrainFactory grains)
    {
        var read = await AccessPlace.ReadAsync(http, grains, AdminJson.Default.RoleBody);
        if (read.Failed)
        {
            return read.Problem;
        }

        var (body, place) = read.Value;
        var (grain, table, builtIn) = place;
        if (builtIn.ContainsKey(name))
        {
            return BuiltIn(name);
        }

        if (!AccessRules.IsName(name))
        {
            return ApiProblem.BadRequest("A role's name has lower-case letters, digits and hyphens, at most 63.", "name");
        }

        // What it allowed before counts too: whoever takes a permission away must have it.
        if (AccessRules.CheckPermissions(body.Permissions, Permissions.OfTenants) is { } wrong)
        {
            return wrong;
        }

        if (AccessRules.CheckReach(http, [.. body.Permissions, .. table.CustomRoles.GetValueOrDefault(name, [])]) is { } problem)
        {
            return problem;
        }

        var changed = await grain.SetRoleAsync(name, [.. body.Permissions.Distinct().Order(StringComparer.Ordinal)], CancellationToken.None);
        return TypedResults.Json(View(name, false, changed.CustomRoles[name]), AdminJson.Default.RoleView);
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        if (place.Failed)
        {
            return place.Problem;
        }

        var (grain, table, builtIn) = place.Value;
        return builtIn.ContainsKey(name) ? BuiltIn(name)
            : AccessRules.CheckReach(http, table.CustomRoles.GetValueOrDefault(name, [])) is { } problem ? problem
            : await grain.RemoveRoleAsync(name, CancellationToken.None) ? TypedResults.NoContent()
            : ApiProblem.NotFound($"There is no role '{name}' here.");
    }

    private static ApiProblem BuiltIn(string name) =>
        new(409, new ApiError($"The role '{name}' is built in and can't be changed; make one of your own.", "invalid_request_error", null, "built_in_role"));

    private static RoleView View(string name, bool builtIn, IReadOnlyList<string> permissions) => new(name, "role", builtIn, permissions);
}
