using System.Security.Claims;
using LlmGateway.Grains;
using LlmGateway.Grains.Users;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LlmGateway.Silo.Users;

/// <summary>Lets a cookie open a request only while its session lives, and cuts the request off when the session is ended.</summary>
internal sealed class BrowserSession(SiloUsers users, IGrainFactory grains, TimeProvider time) : CookieAuthenticationEvents
{
    /// <summary>How long a session lives without being used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private static readonly TimeSpan RenewalPause = TimeSpan.FromMinutes(5);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (context.Principal?.FindFirstValue(GatewayClaims.Subject) is not { } userId
            || context.Principal.FindFirstValue(GatewayClaims.Session) is not { } sessionId
            || await users.OpenAsync(userId, sessionId) is not { } use)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(AuthExtensions.Browser);
            return;
        }

        http.Response.RegisterForDispose(use);
        http.Features.Set(use);
        if (!http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments(OAuthPaths.Logout, StringComparison.OrdinalIgnoreCase))
        {
            // What ends a session itself is to answer still.
            http.Response.RegisterForDispose(use.Ended.UnsafeRegister(static http => ((HttpContext)http!).Abort(), http));
        }

        // Who came through an outside issuer is sent there again when the session ends, however much it was used.
        if (context.Principal.FindFirst(GatewayClaims.Issuer) is null && use.EndsAt - time.GetUtcNow() < Lifetime - RenewalPause)
        {
            await grains.GetUser(userId).RenewSessionAsync(sessionId, CancellationToken.None);
        }
    }
}
