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

        if (token.GetClaim(Claims.EmailVerified) is { } verified)
        {
            claims[Claims.EmailVerified] = verified.Equals(bool.TrueString, StringComparison.OrdinalIgnoreCase);
        }

        if (token.GetClaims(GatewayClaims.Roles) is { IsEmpty: false } roles)
        {
            claims[GatewayClaims.Roles] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
        }

        return TypedResults.Text(claims.ToJsonString(), "application/json");
    }
}
