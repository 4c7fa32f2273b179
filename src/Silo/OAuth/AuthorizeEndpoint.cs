using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/oauth/authorize</c>: a signed-in user lets a client act for them. The server has checked the client, its redirect and its proof key before.</summary>
internal static class AuthorizeEndpoint
{
    public static async Task<IResult> AnswerAsync(
        HttpContext http, OpenIddictApplicationManager<OAuthApplicationRow> clients, OAuthClients consents, UserManager<GatewayUser> people, IAntiforgery antiforgery, TimeProvider time)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } failed)
        {
            return OAuthPage.Error(http, failed);
        }

        var request = http.GetOpenIddictServerRequest()!;
        if (string.IsNullOrEmpty(request.RedirectUri))
        {
            // The protocol lets a client with one address leave it out; then its user could not be told where they go.
            return OAuthPage.Message(http, "This request can't be answered", "The application did not say where to send you back to (redirect_uri).", StatusCodes.Status400BadRequest);
        }

        if (await SignedIn.FindAsync(http) is not { } browser || IsTooOld(request, browser, time))
        {
            return request.HasPromptValue(PromptValues.None)
                ? OAuthResults.Refuse(Errors.LoginRequired, "The user is not signed in.")
                : SignedIn.Challenge(AddressOf(request));
        }

        if (request.HasPromptValue(PromptValues.Login))
        {
            // Without the cookie, so that the password is asked for again.
            await http.SignOutAsync(AuthExtensions.Browser);
            return SignedIn.Challenge(AddressOf(request));
        }

        var client = (await clients.FindByClientIdAsync(request.ClientId!))!;
        if (!TokenIdentity.TryGetTenant(client, (string?)request[GatewayClaims.Tenant], out var tenant))
        {
            return OAuthResults.Refuse(Errors.InvalidRequest, "This client can't act in that tenant.");
        }

        var decision = http.Request.HasFormContentType ? Decision.Of(http.Request.Form) : null;
        if (decision is not null && !await antiforgery.IsRequestValidAsync(http))
        {
            decision = null; // An old page, or another site's form: ask again.
        }

        if (decision == Decision.Deny)
        {
            return OAuthResults.Refuse(Errors.AccessDenied, "The user did not allow it.");
        }

        var (user, scopes) = (browser.Principal.FindFirst(GatewayClaims.Subject)!.Value, request.GetScopes());
        if (decision == Decision.Allow)
        {
            await consents.AddConsentAsync(user, client.Id, tenant, scopes);
        }
        else if (request.HasPromptValue(PromptValues.Consent) || IsAnybodys(request.RedirectUri)
            || (!client.FirstParty && !await consents.HasConsentAsync(user, client.Id, tenant, scopes)))
        {
            return request.HasPromptValue(PromptValues.None)
                ? OAuthResults.Refuse(Errors.ConsentRequired, "The user has not allowed this client yet.")
                : ConsentPage.Show(http, antiforgery, client, tenant, request);
        }

        return await people.FindByIdAsync(user) is { } known
            ? OAuthResults.Grant(TokenIdentity.ForUser(known, SignedIn.At(browser), scopes, tenant))
            : OAuthResults.Refuse(Errors.AccessDenied, "This user was deleted.");
    }

    // Any program of the user's machine can wait at a loopback address and say that it is this client (RFC 8252, 8.6): the user is asked each time.
    private static bool IsAnybodys(string redirectUri) => new Uri(redirectUri).IsLoopback;

    private static bool IsTooOld(OpenIddictRequest request, AuthenticationTicket browser, TimeProvider time) =>
        request.MaxAge is { } seconds && !(time.GetUtcNow().ToUnixTimeSeconds() - SignedIn.At(browser) <= seconds);

    // The same request once more, without what asked for the sign-in.
    private static string AddressOf(OpenIddictRequest request)
    {
        QueryBuilder query = [];
        foreach (var (name, value) in request.GetParameters())
        {
            if (name is Parameters.Prompt)
            {
                var rest = string.Join(' ', request.GetPromptValues().Where(prompt => prompt != PromptValues.Login));
                if (rest.Length > 0)
                {
                    query.Add(name, rest);
                }
            }
            else if (name != Parameters.MaxAge && (string?)value is { } text)
            {
                query.Add(name, text);
            }
        }

        return OAuthPaths.Authorize + query;
    }
}
