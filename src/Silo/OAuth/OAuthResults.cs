using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace LlmGateway.Silo.OAuth;

/// <summary>Answers that the server turns into what the protocol says.</summary>
internal static class OAuthResults
{
    public const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static IResult Grant(ClaimsIdentity identity, string? then = null) =>
        TypedResults.SignIn(new ClaimsPrincipal(identity), new AuthenticationProperties { RedirectUri = then }, Scheme);

    /// <param name="error">The protocol's word for it.</param>
    /// <param name="description">What to do about it.</param>
    /// <param name="then">The page to show; only for a device's verification.</param>
    public static IResult Refuse(string error, string description, string? then = null) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        })
        {
            RedirectUri = then,
        },
        [Scheme]);
}
