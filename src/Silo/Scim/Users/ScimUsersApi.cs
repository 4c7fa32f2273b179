using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Users;

/// <summary><c>/scim/v2/{tenant}/Users</c>.</summary>
internal static class ScimUsersApi
{
    public static void MapScimUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/Users").WithTags("Users");
        users.MapGet("", ListAsync).WithName("scimListUsers").WithSummary("Lists the directory's users, oldest first, or those that a filter finds.");
        users.MapPost("/.search", SearchAsync).WithName("scimSearchUsers").WithSummary("Like the list, with what is wanted in the body.");
        users.MapPost("", CreateAsync).WithName("scimCreateUser").Audited("scim.users.create", personal: true).WithSummary("Takes a user into the tenant.");
        users.MapGet("/{id}", GetAsync).WithName("scimGetUser").WithSummary("One user.");
        users.MapPut("/{id}", ReplaceAsync).WithName("scimReplaceUser").Audited("scim.users.set", personal: true).WithSummary("Replaces what the directory says of a user.");
        users.MapPatch("/{id}", PatchAsync).WithName("scimPatchUser").Audited("scim.users.change", personal: true).WithSummary("Changes what the directory says of a user, or suspends them on every silo before it answers.");
        users.MapDelete("/{id}", DeleteAsync).WithName("scimDeleteUser").Audited("scim.users.delete", personal: true).WithSummary("Takes a user out of the tenant, and deletes the account if this directory made it.");
    }

    private static async Task<IResult> ListAsync(string tenant, HttpContext http, ScimUsers users) =>
        new ScimAnswer(await users.ListAsync(tenant, ScimQuery.Read(http.Request, ScimSchemas.User), ScimAddress.Of(http), http.RequestAborted));

    private static async Task<IResult> SearchAsync(string tenant, HttpContext http, ScimUsers users)
    {
        var query = await ScimBody.ReadAsync(http, body => ScimQuery.Read(body, ScimSchemas.User));
        return query.Failed ? query.Problem : new ScimAnswer(await users.ListAsync(tenant, query.Value, ScimAddress.Of(http), http.RequestAborted));
    }

    private static async Task<IResult> CreateAsync(string tenant, HttpContext http, ScimUsers users)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var body = await ScimBody.ReadAsync(http, json => ScimReader.Read(json, ScimSchemas.User));
        if (body.Failed)
        {
            return body.Problem;
        }

        var user = await users.CreateAsync(tenant, body.Value);
        ScimAudit.Note(http, user.Row.Active);
        return await AnswerAsync(user, StatusCodes.Status201Created, selection, http, users);
    }

    private static async Task<IResult> GetAsync(string tenant, string id, HttpContext http, ScimUsers users)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var user = await users.GetAsync(tenant, id, http.RequestAborted);
        return ScimVersion.IsKnown(http.Request, user.Row.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : await AnswerAsync(user, StatusCodes.Status200OK, selection, http, users);
    }

    private static Task<IResult> ReplaceAsync(string tenant, string id, HttpContext http, ScimUsers users) => ChangeAsync(tenant, id, http, users, json =>
    {
        var attributes = ScimReader.Read(json, ScimSchemas.User);
        return _ => attributes;
    });

    private static Task<IResult> PatchAsync(string tenant, string id, HttpContext http, ScimUsers users) => ChangeAsync(tenant, id, http, users, json => ScimPatch.Read(json, ScimSchemas.User).Apply);

    private static async Task<IResult> ChangeAsync(string tenant, string id, HttpContext http, ScimUsers users, Func<JsonElement, Func<JsonObject, JsonObject>> read)
    {
        var selection = ScimQuery.ReadSelection(http.Request);
        var change = await ScimBody.ReadAsync(http, read);
        if (change.Failed)
        {
            return change.Problem;
        }

        var user = await users.ChangeAsync(tenant, id, version => ScimVersion.CheckMatch(http.Request, version), change.Value);
        ScimAudit.Note(http, user.Row.Active);
        return await AnswerAsync(user, StatusCodes.Status200OK, selection, http, users);
    }

    private static async Task<IResult> DeleteAsync(string tenant, string id, HttpContext http, ScimUsers users)
    {
        await users.DeleteAsync(tenant, id, version => ScimVersion.CheckMatch(http.Request, version));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> AnswerAsync(ScimUser user, int status, ScimSelection selection, HttpContext http, ScimUsers users)
    {
        var address = ScimAddress.Of(http);
        var view = await users.ViewAsync(user, address, CancellationToken.None);
        selection.ApplyTo(view, ScimSchemas.User);
        return new ScimAnswer(view, status) { Location = address.User(user.Row.UserId), Version = ScimVersion.Of(user.Row.Version) };
    }
}
