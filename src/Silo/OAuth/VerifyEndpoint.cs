using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/oauth/verify</c>: a signed-in user enters the code that a device shows, and lets it act for them.</summary>
internal static class VerifyEndpoint
{
    private const string UserCode = OpenIddictServerAspNetCoreConstants.Tokens.UserCode;

    public static async Task<IResult> AnswerAsync(
        HttpContext http, OpenIddictApplicationManager<OAuthApplicationRow> clients, UserManager<GatewayUser> people, IAntiforgery antiforgery, FailedAttempts attempts)
    {
        if (await SignedIn.FindAsync(http) is not { } browser)
        {
            return SignedIn.Challenge(OAuthPaths.Verify + (HttpMethods.IsGet(http.Request.Method) ? http.Request.QueryString : default));
        }

        var failed = http.GetOpenIddictServerResponse() is { Error: not null };
        var device = failed ? null : (await http.AuthenticateAsync(OAuthResults.Scheme)) is { Succeeded: true } result ? result : null;
        if (device?.Principal?.GetClaim(Claims.ClientId) is not { } clientId || await clients.FindByClientIdAsync(clientId) is not { } client)
        {
            var entered = failed || (string?)http.GetOpenIddictServerRequest()?.UserCode is { Length: > 0 };
            return entered && attempts.Add(http.Connection.RemoteIpAddress) is not null
                ? DevicePage.Ask(http, antiforgery, "Too many wrong codes came from this address. Wait a minute, then try again.", StatusCodes.Status429TooManyRequests)
                : DevicePage.Ask(http, antiforgery, entered ? "This code is not valid any more. Check it, or let your device show a new one." : null);
        }

        var form = http.Request.HasFormContentType ? http.Request.Form : null;
        var wanted = (string?)(form?[GatewayClaims.Tenant] ?? http.Request.Query[GatewayClaims.Tenant]);
        var possible = TokenIdentity.TryGetTenant(client, wanted, out var tenant);
        var decision = form is null ? null : Decision.Of(form);
        if (decision is null || !possible || !await antiforgery.IsRequestValidAsync(http))
        {
            var scopes = device.Principal.GetScopes();
            return DevicePage.Confirm(http, antiforgery, client, device.Properties?.GetTokenValue(UserCode) ?? "", scopes, wanted ?? tenant, possible ? null : "This client can't act in that tenant.");
        }

        if (decision == Decision.Deny)
        {
            return OAuthResults.Refuse(Errors.AccessDenied, "The user did not allow it.", OAuthPaths.Verified + "?denied");
        }

        return await people.FindByIdAsync(browser.Principal.FindFirst(GatewayClaims.Subject)!.Value) is { } known
            ? OAuthResults.Grant(TokenIdentity.ForUser(known, SignedIn.At(browser), device.Principal.GetScopes(), tenant), OAuthPaths.Verified)
            : OAuthResults.Refuse(Errors.AccessDenied, "This user was deleted.", OAuthPaths.Verified + "?denied");
    }

    /// <summary>The page after the decision.</summary>
    public static IResult Done(HttpContext http) => http.Request.Query.ContainsKey("denied")
        ? OAuthPage.Message(http, "Not allowed", "Your device was told that you did not allow it. You can close this page.")
        : OAuthPage.Message(http, "Allowed", "Your device goes on by itself. You can close this page.");
}
