using System.Text.Json.Nodes;
using LlmGateway.Silo.Auth;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary><c>/oauth/userinfo</c>: who an access token stands for, as far as its scopes go.</summary>
internal static class UserInfoEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http)
    {
        var token = (await http.AuthenticateAsync(OAuthResults.Scheme)).Principal!;
        JsonObject claims = [];
        foreach (var name in (ReadOnlySpan<string>)[Claims.Subject, GatewayClaims.Tenant, Claims.Name, Claims.Email])
        {
            if (token.GetClaim(name) is { } value)
            {
                claims[name] = value;
            }
        }

        return TypedResults.Text(claims.ToJsonString(), "application/json");
    }
}
