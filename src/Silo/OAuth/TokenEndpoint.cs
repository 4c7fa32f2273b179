using LlmGateway.Grains.Access;
using LlmGateway.Silo.Auth;
using LlmGateway.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/oauth/token</c>: gives out tokens after the server has checked client, code and proof.</summary>
internal static class TokenEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http, OpenIddictApplicationManager<OAuthApplicationRow> clients, TokenSessions sessions, SiloAccess access)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (await clients.FindByClientIdAsync(request.ClientId!) is not { } client)
        {
            return OAuthResults.Refuse(Errors.InvalidClient, "There is no such client.");
        }

        if (request.IsClientCredentialsGrantType())
        {
            // Without a user there is no identity to tell, and nobody to stay signed in.
            var wanted = request.GetScopes() is { IsEmpty: false } named ? named : client.Scopes;
            return OAuthResults.Grant(TokenIdentity.ForClient(client, wanted.Where(scope => !GatewayScopes.Identity.Contains(scope))));
        }

        var granted = (await http.AuthenticateAsync(OAuthResults.Scheme)).Principal!;
        var user = granted.GetClaim(Claims.Subject)!;
        if (request.IsRefreshTokenGrantType())
        {
            return granted.GetClaim(GatewayClaims.Session) is { } held && await sessions.RenewAsync(user, held)
                ? OAuthResults.Grant(await TokenIdentity.ContinueAsync(granted, client, held, access))
                : OAuthResults.Refuse(Errors.InvalidGrant, "The session has ended. Sign in again.");
        }

        return await sessions.StartAsync(user, client.DisplayName ?? client.Id, client.Id, granted.GetAuthorizationId()) is { } started
            ? OAuthResults.Grant(await TokenIdentity.ContinueAsync(granted, client, started, access))
            : OAuthResults.Refuse(Errors.InvalidGrant, "The user is shut out.");
    }
}
