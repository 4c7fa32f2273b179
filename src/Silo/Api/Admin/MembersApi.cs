using System.Collections.Immutable;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/members</c>, and <c>/admin/v1/members</c> for those who run the gateway.</summary>
internal static class MembersApi
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapGroup("/tenants/{tenant}/members").WithTags("Members"), Permissions.MembersRead, Permissions.MembersWrite, PermissionPlace.Tenant, "the tenant");
        Map(routes.MapGroup("/members").WithTags("Members"), Permissions.UsersRead, Permissions.UsersWrite, PermissionPlace.Platform, "the gateway's operators");
    }

    private static void Map(RouteGroupBuilder members, string read, string write, PermissionPlace place, string of)
    {
        members.MapGet("", ListAsync).Requires(read, place).Produces<ListView<MemberView>>().Produces<ApiErrorBody>(404).WithSummary($"Lists the members of {of} by id.");
        members.MapGet("/{id}", GetAsync).Requires(read, place).Produces<MemberView>().Produces<ApiErrorBody>(404).WithSummary($"One member of {of}, with what they may do.");
        members.MapPut("/{id}", SetAsync).Requires(write, place).Accepts<MemberBody>("application/json").Produces<MemberView>().Produces<ApiErrorBody>(404)
            .Audited("members.set").WithSummary($"Gives a user or client roles in {of}, on every silo before it answers.");
        members.MapDelete("/{id}", RemoveAsync).Requires(write, place).Produces(204).Produces<ApiErrorBody>(404).Audited("members.remove").WithSummary($"Takes a user or client out of {of}, on every silo before it answers.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? limit, string? after, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        if (place.Failed)
        {
            return place.Problem;
        }

        var subjects = place.Value.Table.Subjects.Order(StringComparer.Ordinal);
        return AccessPlace.Page(subjects, subject => subject, limit, after, subject => View(place.Value, subject), AdminJson.Default.ListViewMemberView, view => view.Id);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed ? place.Problem
            : place.Value.Table.Lists(id) ? TypedResults.Json(View(place.Value, id), AdminJson.Default.MemberView)
            : NotFound(id);
    }

    private static async Task<IResult> SetAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var read = await AccessPlace.ReadAsync(http, grains, AdminJson.Default.MemberBody);
        if (read.Failed)
        {
            return read.Problem;
        }

        var (body, place) = read.Value;
        if (!AccessRules.IsSubject(id) || !await ExistsAsync(id, grains))
        {
            return ApiProblem.NotFound($"There is no user or client '{id}'.");
        }

        var (grain, table, builtIn) = place;
        if (AccessRules.CheckRoles(body.Roles, table, builtIn) is { } problem)
        {
            return problem;
        }

        if (body.Roles.Count == 0)
        {
            return ApiProblem.BadRequest("A member has at least one role; DELETE takes them out.", "roles");
        }

        if (AccessRules.CheckReach(http, table, [.. body.Roles, .. table.RolesOf(id)], builtIn) is { } beyond)
        {
            return beyond;
        }

        var changed = await grain.SetMemberAsync(id, [.. body.Roles.Distinct()], CancellationToken.None);
        return TypedResults.Json(View(place with { Table = changed }, id), AdminJson.Default.MemberView);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        if (place.Failed)
        {
            return place.Problem;
        }

        var (grain, table, builtIn) = place.Value;
        if (!table.Lists(id))
        {
            return NotFound(id);
        }

        if (AccessRules.CheckReach(http, table, table.RolesOf(id), builtIn) is { } beyond)
        {
            return beyond;
        }

        await grain.SetMemberAsync(id, [], CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<bool> ExistsAsync(string subject, IGrainFactory grains) =>
        await grains.GetUser(subject).GetStandingAsync() is not null;

    private static MemberView View(AccessPlace place, string subject) => new(
        subject,
        "member",
        place.Table.Members.GetValueOrDefault(subject, []),
        [.. place.Table.IssuerRolesOf(subject)],
        [.. place.Table.Groups.Values.Where(group => group.Members.Contains(subject)).Select(group => group.Id)],
        place.Table.Has(subject) ? [.. place.Table.Allowed(place.Table.RolesOf(subject), place.BuiltIn).Order(StringComparer.Ordinal)] : [],
        !place.Table.Has(subject));

    private static ApiProblem NotFound(string id) => ApiProblem.NotFound($"There is no member '{id}' here.");
}
