using System.Security.Cryptography;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/groups</c>.</summary>
internal static class GroupsApi
{
    private const int IdBytes = 12;

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/tenants/{tenant}/groups").WithTags("Members");
        groups.MapGet("", ListAsync).Requires(Permissions.MembersRead).Produces<ListView<GroupView>>().Produces<ApiErrorBody>(404).WithSummary("Lists the groups of a tenant by id.");
        groups.MapPost("", CreateAsync).Requires(Permissions.MembersWrite).Accepts<GroupBody>("application/json").Produces<GroupView>(201).Produces<ApiErrorBody>(404)
            .Audited("groups.create").WithSummary("Makes a group; its members have its roles.");
        groups.MapGet("/{id}", GetAsync).Requires(Permissions.MembersRead).Produces<GroupView>().Produces<ApiErrorBody>(404).WithSummary("One group.");
        groups.MapPut("/{id}", ReplaceAsync).Requires(Permissions.MembersWrite).Accepts<GroupBody>("application/json").Produces<GroupView>().Produces<ApiErrorBody>(404)
            .Audited("groups.set").WithSummary("Replaces name, members and roles of a group, on every silo before it answers.");
        groups.MapDelete("/{id}", RemoveAsync).Requires(Permissions.MembersWrite).Produces(204).Produces<ApiErrorBody>(404).Audited("groups.remove").WithSummary("Removes a group; its members lose its roles.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, string? limit, string? after, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed
            ? place.Problem
            : AccessPlace.Page(place.Value.Table.Groups.Values.OrderBy(group => group.Id, StringComparer.Ordinal), group => group.Id, limit, after, GroupView.From, AdminJson.Default.ListViewGroupView, view => view.Id);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        return place.Failed ? place.Problem
            : place.Value.Table.Groups.TryGetValue(id, out var group) ? TypedResults.Json(GroupView.From(group), AdminJson.Default.GroupView)
            : NotFound(id);
    }

    private static Task<IResult> CreateAsync(HttpContext http, IGrainFactory grains) => SaveAsync(null, http, grains);

    private static Task<IResult> ReplaceAsync(string id, HttpContext http, IGrainFactory grains) => SaveAsync(id, http, grains);

    private static async Task<IResult> SaveAsync(string? id, HttpContext http, IGrainFactory grains)
    {
        var read = await AccessPlace.ReadAsync(http, grains, AdminJson.Default.GroupBody);
        if (read.Failed)
        {
            return read.Problem;
        }

        var (body, place) = read.Value;
        var (grain, table, builtIn) = place;
        AccessGroup? before = null;
        if (id is not null && !table.Groups.TryGetValue(id, out before))
        {
            return NotFound(id);
        }

        var roles = body.Roles ?? [];
        if ((AccessRules.Check(body) ?? AccessRules.CheckRoles(roles, table, builtIn)) is { } problem)
        {
            return problem;
        }

        if (AccessRules.CheckReach(http, table, [.. roles, .. before?.Roles ?? []], builtIn) is { } beyond)
        {
            return beyond;
        }

        if (before is { FromDirectory: true } && (body.Name.Trim() != before.Name || !(body.Members?.ToHashSet().SetEquals(before.Members) ?? true)))
        {
            return new ApiProblem(
                409, new ApiError("Name and members of this group come from the tenant's directory: change them there. Its roles can be set here.", "invalid_request_error", null, "directory_group"));
        }

        var group = (before ?? new AccessGroup { Id = $"grp_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}", Name = "" }) with
        {
            Name = body.Name.Trim(),
            Members = before is { FromDirectory: true } ? before.Members : [.. body.Members ?? []],
            Roles = [.. roles.Distinct()],
        };
        if (await grain.TrySetGroupAsync(group, CancellationToken.None) is not { } saved)
        {
            return new ApiProblem(409, new ApiError("The group was changed at the same time. Read it and try again.", "invalid_request_error", null, "conflict"));
        }

        return TypedResults.Json(GroupView.From(saved), AdminJson.Default.GroupView, statusCode: id is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var place = await AccessPlace.FindAsync(http, grains);
        if (place.Failed)
        {
            return place.Problem;
        }

        var (grain, table, builtIn) = place.Value;
        return !table.Groups.TryGetValue(id, out var group) ? NotFound(id)
            : AccessRules.CheckReach(http, table, group.Roles, builtIn) is { } problem ? problem
            : await grain.RemoveGroupAsync(id, CancellationToken.None) ? TypedResults.NoContent()
            : NotFound(id);
    }

    private static ApiProblem NotFound(string id) => ApiProblem.NotFound($"There is no group '{id}' here.");
}
