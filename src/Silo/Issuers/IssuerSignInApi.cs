using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Users;
using Microsoft.AspNetCore.Authentication;

namespace LlmGateway.Silo.Issuers;

/// <summary>Sends browsers to an issuer to sign in. The way back, <see cref="IssuerPaths.CallbackOf"/>, is the authentication handler's.</summary>
internal static class IssuerSignInApi
{
    public static void MapIssuers(this IEndpointRouteBuilder routes) =>
        routes.MapGet(IssuerPaths.Start, StartAsync).ExcludeFromDescription().Open("people come to sign in");

    private static async Task<IResult> StartAsync(string name, HttpContext http, TrustedIssuers issuers)
    {
        var target = LocalUrl.Or(http.Request.Query["returnUrl"] is [{ } url] ? url : null);
        if (issuers.Find(name) is not { SignsIn: true } issuer)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await issuer.Metadata.GetConfigurationAsync(http.RequestAborted);
            await http.ChallengeAsync(issuer.Scheme, new AuthenticationProperties { RedirectUri = target });
            return TypedResults.Empty;
        }
        catch (Exception e) when (e is IssuerUnavailableException or HttpRequestException && !http.Response.HasStarted)
        {
            return http.To(SignInApi.PageTo(target), new Note { Error = IssuerSignIn.Unreachable(issuer) });
        }
    }
}
