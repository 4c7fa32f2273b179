using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Silos;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Core;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/admin/v1/tenants/{t}/oauth-clients</c>.</summary>
internal static partial class OAuthClientsApi
{
    private const string SecretKind = "cs-gw-";
    private const int IdBytes = 12;
    private const int SecretLength = 43;
    private const string SecretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void MapOAuthClients(this IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/tenants/{tenant}/oauth-clients").WithTags("OAuth clients");
        clients.MapPost("", CreateAsync).Requires(Permissions.ClientsWrite).Accepts<CreateOAuthClientBody>("application/json").Produces<CreatedOAuthClientView>(201).Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("oauth-clients.create").WithSummary("Makes an OAuth client; its secret is shown this once.");
        clients.MapGet("", ListAsync).Requires(Permissions.ClientsRead).Produces<ListView<OAuthClientView>>().Produces<ApiErrorBody>(404).WithSummary("Lists a tenant's OAuth clients, oldest first.");
        clients.MapGet("/{id}", GetAsync).Requires(Permissions.ClientsRead).Produces<OAuthClientView>().Produces<ApiErrorBody>(404).WithSummary("One OAuth client.");
        clients.MapPatch("/{id}", ChangeAsync).Requires(Permissions.ClientsWrite).Accepts<ChangeOAuthClientBody>("application/json").Produces<OAuthClientView>().Produces<ApiErrorBody>(404)
            .Audited("oauth-clients.change").WithSummary("Changes name, addresses, flows or scopes of an OAuth client.");
        clients.MapDelete("/{id}", DeleteAsync).Requires(Permissions.ClientsWrite).Produces<OAuthClientView>().Produces<ApiErrorBody>(404).Audited("oauth-clients.delete").WithSummary("Deletes an OAuth client with all its tokens and consents.");
        clients.MapPost("/{id}/rotate", RotateAsync).Requires(Permissions.ClientsWrite).Produces<CreatedOAuthClientView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("oauth-clients.rotate").WithSummary("Gives an OAuth client a new secret, shown this once; the one before is refused from then on.");
    }

    private static async Task<IResult> CreateAsync(string tenant, HttpContext http, IGrainFactory grains, OpenIddictApplicationManager<OAuthApplicationRow> clients, TimeProvider time)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateOAuthClientBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        var shape = OAuthClientRules.Read(body.Value.Name, body.Value.GrantTypes, body.Value.RedirectUris, body.Value.Scopes, body.Value.Confidential);
        if (shape.Failed)
        {
            return shape.Problem;
        }

        if (AccessRules.CheckReach(http, shape.Value.Scopes.Where(KeyScopes.All.Contains)) is { } beyond)
        {
            return beyond;
        }

        switch (await TenantsApi.FindAsync(grains, tenant, http.RequestAborted))
        {
            case null:
                return TenantsApi.NotFound(tenant);
            case { Status: TenantStatus.Deleted }:
                return TenantsApi.Gone(tenant);
        }

        OAuthApplicationRow row = new()
        {
            Id = "cli_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            TenantId = tenant,
            // As it is kept, so that this answer and later ones are the same.
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        await shape.Value.ApplyAsync(clients, row);
        var secret = shape.Value.Confidential ? NewSecret() : null;
        await grains.GetUser(row.Id).SetActiveAsync(true, CancellationToken.None); // Its own tokens hold for as long as it stands.
        await clients.CreateAsync(row, secret, CancellationToken.None);
        return Shown(await ViewAsync(clients, row), secret, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        string tenant, [AsParameters] ListQuery query, OAuthClients rows, OpenIddictApplicationManager<OAuthApplicationRow> clients, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await TenantsApi.FindAsync(grains, tenant, cancellationToken) is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        var page = await query.ReadAsync(
            (limit, after, before) => rows.ListAsync(tenant, limit, after, before, cancellationToken),
            async row => (OAuthClientView?)await ViewAsync(clients, row),
            view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewOAuthClientView);
    }

    private static async Task<IResult> GetAsync(string tenant, string id, OpenIddictApplicationManager<OAuthApplicationRow> clients) =>
        await FindAsync(clients, tenant, id) is { } row ? await AnswerAsync(clients, row) : NotFound(id);

    private static async Task<IResult> ChangeAsync(string tenant, string id, HttpContext http, OpenIddictApplicationManager<OAuthApplicationRow> clients)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.ChangeOAuthClientBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (await FindAsync(clients, tenant, id) is not { } row)
        {
            return NotFound(id);
        }

        var known = await ViewAsync(clients, row);
        var shape = OAuthClientRules.Read(
            body.Value.Name ?? known.Name, body.Value.GrantTypes ?? known.GrantTypes, body.Value.RedirectUris ?? known.RedirectUris, body.Value.Scopes ?? known.Scopes, known.Confidential);
        if (shape.Failed)
        {
            return shape.Problem;
        }

        if (AccessRules.CheckReach(http, shape.Value.Scopes.Where(KeyScopes.All.Contains)) is { } beyond)
        {
            return beyond;
        }

        await shape.Value.ApplyAsync(clients, row);
        await clients.UpdateAsync(row, CancellationToken.None);
        return await AnswerAsync(clients, row);
    }

    private static async Task<IResult> RotateAsync(string tenant, string id, OpenIddictApplicationManager<OAuthApplicationRow> clients)
    {
        if (await FindAsync(clients, tenant, id) is not { } row)
        {
            return NotFound(id);
        }

        var view = await ViewAsync(clients, row);
        if (!view.Confidential)
        {
            return new ApiProblem(409, new ApiError($"The client '{id}' has no secret: it is not confidential.", "invalid_request_error", null, "no_secret"));
        }

        var secret = NewSecret();
        await clients.UpdateAsync(row, secret, CancellationToken.None);
        return Shown(view, secret, StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(
        string tenant, string id, OpenIddictApplicationManager<OAuthApplicationRow> clients, OAuthClients rows, TokenSessions sessions, SiloMemories memories, IGrainFactory grains)
    {
        if (await FindAsync(clients, tenant, id) is not { } row)
        {
            return NotFound(id);
        }

        var view = await ViewAsync(clients, row);
        await grains.GetUser(id).DeleteAsync(CancellationToken.None);
        await grains.GetAccess(tenant).SetMemberAsync(id, [], CancellationToken.None);
        var ended = await rows.DeleteAsync(tenant, id, CancellationToken.None);
        await memories.ForgetAsync(AccessTokens.ClientMemory, id);
        foreach (var (user, session) in ended ?? [])
        {
            await sessions.EndAsync(user, session);
        }

        return ended is null ? NotFound(id) : TypedResults.Json(view, AdminJson.Default.OAuthClientView);
    }

    // Of this tenant only: the clients of others look as if they did not exist.
    private static async Task<OAuthApplicationRow?> FindAsync(OpenIddictApplicationManager<OAuthApplicationRow> clients, string tenant, string id) =>
        Id().IsMatch(id) && await clients.FindByClientIdAsync(id) is { } row && row.TenantId == tenant ? row : null;

    private static async Task<OAuthClientView> ViewAsync(OpenIddictApplicationManager<OAuthApplicationRow> clients, OAuthApplicationRow row) =>
        OAuthClientView.From(row, await clients.GetRedirectUrisAsync(row));

    private static async Task<IResult> AnswerAsync(OpenIddictApplicationManager<OAuthApplicationRow> clients, OAuthApplicationRow row) =>
        TypedResults.Json(await ViewAsync(clients, row), AdminJson.Default.OAuthClientView);

    private static JsonHttpResult<CreatedOAuthClientView> Shown(OAuthClientView view, string? secret, int status) =>
        TypedResults.Json(new CreatedOAuthClientView(view, secret), AdminJson.Default.CreatedOAuthClientView, statusCode: status);

    private static string NewSecret() => SecretKind + RandomNumberGenerator.GetString(SecretAlphabet, SecretLength);

    private static ApiProblem NotFound(string id) => ApiProblem.NotFound($"There is no OAuth client '{id}' in this tenant.");

    [GeneratedRegex(@"^cli_[0-9a-f]{24}\z")]
    private static partial Regex Id();
}
