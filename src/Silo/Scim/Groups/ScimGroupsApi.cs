using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Groups;

/// <summary><c>/scim/v2/{tenant}/Groups</c>.</summary>
internal static class ScimGroupsApi
{
    public static void MapScimGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/Groups").WithTags("Groups");
        groups.MapGet("", ListAsync).WithName("scimListGroups").WithSummary("Lists the directory's groups, oldest first, or those that a filter finds.");
        groups.MapPost("/.search", SearchAsync).WithName("scimSearchGroups").WithSummary("Like the list, with what is wanted in the body.");
        groups.MapPost("", CreateAsync).WithName("scimCreateGroup").Audited("scim.groups.create", personal: true).WithSummary("Makes a group; an administrator of the tenant gives it roles.");
        groups.MapGet("/{id}", GetAsync).WithName("scimGetGroup").WithSummary("One group.");
        groups.MapPut("/{id}", ReplaceAsync).WithName("scimReplaceGroup").Audited("scim.groups.set", personal: true).WithSummary("Replaces name and members of a group, on every silo before it answers.");
        groups.MapPatch("/{id}", PatchAsync).WithName("scimPatchGroup").Audited("scim.groups.change", personal: true).WithSummary("Changes name or members of a group, on every silo before it answers.");
        groups.MapDelete("/{id}", DeleteAsync).WithName("scimDeleteGroup").Audited("scim.groups.delete", personal: true).WithSummary("Deletes a group; its members lose its roles.");
    }

    private static async Task<IResult> ListAsync(string tenant, HttpContext http, ScimGroups groups) =>
        new ScimAnswer(await groups.ListAsync(tenant, ScimQuery.Read(http.Request, ScimSchemas.Group), ScimAddress.Of(http), http.RequestAborted));

    private static async Task<IResult> SearchAsync(string tenant, HttpContext http, ScimGroups groups)
    {
        var query = await ScimBody.ReadAsync(http, body => ScimQuery.Read(body, ScimSchemas.Group));
        return query.Failed ? query.Problem : new ScimAnswer(await groups.ListAsync(tenant, query.Value, ScimAddress.Of(http), http.RequestAborted));
    }

    private static async Task<IResult> CreateAsync(string tenant, HttpContext http, ScimGroups groups)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var body = await ScimBody.ReadAsync(http, json => ScimReader.Read(json, ScimSchemas.Group));
        if (body.Failed)
        {
            return body.Problem;
        }

        var group = await groups.CreateAsync(tenant, body.Value);
        ScimAudit.Note(http, null, group);
        return Answer(group, StatusCodes.Status201Created, selection, http);
    }

    private static async Task<IResult> GetAsync(string tenant, string id, HttpContext http, ScimGroups groups)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var group = await groups.GetAsync(tenant, id, http.RequestAborted);
        return ScimVersion.IsKnown(http.Request, group.Revision) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : Answer(group, StatusCodes.Status200OK, selection, http);
    }

    private static Task<IResult> ReplaceAsync(string tenant, string id, HttpContext http, ScimGroups groups) => ChangeAsync(tenant, id, http, groups, json =>
    {
        var attributes = ScimReader.Read(json, ScimSchemas.Group);
        return _ => attributes;
    });

    private static Task<IResult> PatchAsync(string tenant, string id, HttpContext http, ScimGroups groups) => ChangeAsync(tenant, id, http, groups, json => ScimPatch.Read(json, ScimSchemas.Group).Apply);

    private static async Task<IResult> ChangeAsync(string tenant, string id, HttpContext http, ScimGroups groups, Func<JsonElement, Func<JsonObject, JsonObject>> read)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var change = await ScimBody.ReadAsync(http, read);
        if (change.Failed)
        {
            return change.Problem;
        }

        var (before, after) = await groups.ChangeAsync(tenant, id, version => ScimVersion.CheckMatch(http.Request, version), change.Value);
        ScimAudit.Note(http, before, after);
        return Answer(after, StatusCodes.Status200OK, selection, http);
    }

    private static async Task<IResult> DeleteAsync(string tenant, string id, HttpContext http, ScimGroups groups)
    {
        await groups.DeleteAsync(tenant, id, version => ScimVersion.CheckMatch(http.Request, version));
        return TypedResults.NoContent();
    }

    private static ScimAnswer Answer(AccessGroup group, int status, ScimSelection selection, HttpContext http)
    {
        var address = ScimAddress.Of(http);
        var view = ScimGroup.View(group, address, selection.Has(ScimSchemas.Group, "members"));
        selection.ApplyTo(view, ScimSchemas.Group);
        return new ScimAnswer(view, status) { Location = address.Group(group.Id), Version = ScimVersion.Of(group.Revision) };
    }
}
