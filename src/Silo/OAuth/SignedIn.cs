using System.Globalization;
using LlmGateway.Silo.Auth;
using Microsoft.AspNetCore.Authentication;

namespace LlmGateway.Silo.OAuth;

/// <summary>The user whose browser sends a request.</summary>
internal static class SignedIn
{
    /// <summary>The browser's ticket; null where nobody is signed in. From here on the request counts as theirs, antiforgery tokens too.</summary>
    public static async Task<AuthenticationTicket?> FindAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(AuthExtensions.Browser);
        if (result is not { Succeeded: true, Ticket: { } ticket } || ticket.Principal.FindFirst(GatewayClaims.Subject) is null)
        {
            return null;
        }

        http.User = ticket.Principal;
        return ticket;
    }

    /// <summary>When they signed in, in Unix seconds; null if that is not known.</summary>
    public static long? At(AuthenticationTicket browser) =>
        long.TryParse(browser.Principal.FindFirst(GatewayClaims.SignedInAt)?.Value, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Asks to sign in, and comes back.</summary>
    /// <param name="then">A path of ours.</param>
    public static IResult Challenge(string then) => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = then }, [AuthExtensions.Browser]);
}
