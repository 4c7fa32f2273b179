using LlmGateway.Silo.Auth;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/oauth/logout</c>: ends the session that a client's identity token names, and the browser's after a question.</summary>
internal static class LogoutEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http, TokenSessions sessions, IAntiforgery antiforgery)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } failed)
        {
            return OAuthPage.Error(http, failed);
        }

        var browser = await SignedIn.FindAsync(http);
        var user = browser?.Principal.FindFirst(GatewayClaims.Subject)?.Value;
        var decision = http.Request.HasFormContentType ? Decision.Of(http.Request.Form) : null;
        var asked = decision is not null && await antiforgery.IsRequestValidAsync(http);
        if (browser is not null && !asked)
        {
            return ConsentPage.AskToSignOut(http, antiforgery, http.GetOpenIddictServerRequest()!);
        }

        // Whoever holds an identity token may end the session that it was made for.
        if ((await http.AuthenticateAsync(OAuthResults.Scheme)).Principal is { } hint
            && hint.GetClaim(Claims.Subject) is { } subject && hint.GetClaim(GatewayClaims.Session) is { } session)
        {
            await sessions.EndAsync(subject, session);
        }

        if (decision == Decision.Allow && browser is not null)
        {
            if (browser.Principal.FindFirst(GatewayClaims.Session)?.Value is { } own)
            {
                await sessions.EndAsync(user!, own);
            }

            await http.SignOutAsync(AuthExtensions.Browser);
        }

        return TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OAuthResults.Scheme]);
    }
}
