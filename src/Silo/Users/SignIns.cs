using System.Globalization;
using System.Security.Claims;
using LlmGateway.Grains;
using LlmGateway.Grains.Users;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Issuers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Checks passwords and codes, and starts sessions.</summary>
internal sealed class SignIns(UserManager<GatewayUser> people, SignInTurns turns, NobodysPassword nobodys, IGrainFactory grains, TimeProvider time)
{
    private const int MaxPassword = 1000;

    // More than any check takes: how long a refusal takes says nothing of whether there is such a user.
    private static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Whether a password is the user's. A wrong one counts; five of them lock the account for five minutes.</summary>
    /// <remarks>An unknown address, a wrong password and a locked account look the same and take the same time.</remarks>
    public async Task<SignInCheck> CheckPasswordAsync(string email, string password, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var check = await TryPasswordAsync(email, password, cancellationToken);
        var left = RefusalTime - time.GetElapsedTime(started);
        if (!check.Right && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }

        return check;
    }

    /// <summary>Whether a code is the user's: of their authenticator, or one that they keep for when that is lost. None is taken twice.</summary>
    public async Task<SignInCheck> CheckCodeAsync(string userId, string code, CancellationToken cancellationToken)
    {
        if (await people.FindByIdAsync(userId) is not { } found)
        {
            return new SignInCheck(null, false);
        }

        using var turn = await turns.TakeAsync(found.Profile.Email, cancellationToken);
        if (await people.FindByIdAsync(userId) is not { Row.Active: true } user || await people.IsLockedOutAsync(user))
        {
            return new SignInCheck(found, false);
        }

        var compact = code.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        var right = compact.Length == 6 ? await TryTotpAsync(user, compact) : compact.Length <= 20 && (await people.RedeemTwoFactorRecoveryCodeAsync(user, compact)).Succeeded;
        if (!right)
        {
            await people.AccessFailedAsync(user);
        }

        return new SignInCheck(user, right);
    }

    /// <summary>Takes a code of the user's authenticator, and remembers that it was taken.</summary>
    public async Task<bool> TryTotpAsync(GatewayUser user, string code)
    {
        if (user.Profile.AuthenticatorKey is not { } key || Totp.Find(key, code, time.GetUtcNow()) is not { } period || period <= user.Profile.LastCodePeriod)
        {
            return false;
        }

        user.Profile.LastCodePeriod = period;
        return (await people.UpdateAsync(user)).Succeeded;
    }

    /// <summary>Signs a user in whose password, and code where they have one, was right; or whom an outside issuer vouches for.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="user">The user.</param>
    /// <param name="through">The issuer, whose sign-ins end after a time of its own; null for a password.</param>
    /// <returns>False if the user was shut out meanwhile.</returns>
    public async Task<bool> StartAsync(HttpContext http, GatewayUser user, TrustedIssuer? through = null)
    {
        user.Row.LastSignInAt = time.GetUtcNow();
        user.Row.FailedSignIns = 0;
        if (!(await people.UpdateAsync(user)).Succeeded)
        {
            return false;
        }

        var grain = grains.GetUser(user.Id);
        var browser = ClientName.From(http.Request.Headers.UserAgent);
        SessionStart start = through is null
            ? new(browser, null, BrowserSession.Lifetime)
            : new($"{browser}, through {through.DisplayName}", null, through.Options.SessionLifetime);
        var session = await grain.StartSessionAsync(start, CancellationToken.None);
        if (session is null)
        {
            // The row is the truth of who is let in: its grain was not told if the account's making broke off.
            await grain.SetActiveAsync(user.Row.Active, CancellationToken.None);
            session = await grain.StartSessionAsync(start, CancellationToken.None);
        }

        if (session is null)
        {
            return false;
        }

        if (http.User.FindFirstValue(GatewayClaims.Subject) is { } before && http.User.FindFirstValue(GatewayClaims.Session) is { } old)
        {
            await grains.GetUser(before).EndSessionAsync(old, CancellationToken.None);
        }

        ClaimsIdentity identity = new(
            [
                new Claim(GatewayClaims.Subject, user.Id),
                new Claim(GatewayClaims.Session, session.Id),
                new Claim(GatewayClaims.SignedInAt, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
                new Claim(ClaimTypes.Name, user.DisplayName),
            ],
            AuthExtensions.Browser);
        if (through is not null)
        {
            identity.AddClaim(new Claim(GatewayClaims.Issuer, through.Name));
        }

        await http.SignInAsync(AuthExtensions.Browser, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        ThemeCookie.Set(http, user.Profile.Theme);
        return true;
    }

    private async Task<SignInCheck> TryPasswordAsync(string email, string password, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(email, cancellationToken);
        var user = UserRules.CheckEmail(email) is null ? await people.FindByEmailAsync(email) : null;
        if (user is not { Row: { Active: true, PasswordHash: not null } } || password.Length > MaxPassword || await people.IsLockedOutAsync(user))
        {
            nobodys.Verify(password); // As much work as a password that is looked at.
            return new SignInCheck(user, false);
        }

        var right = await people.CheckPasswordAsync(user, password);
        if (!right)
        {
            await people.AccessFailedAsync(user);
        }

        return new SignInCheck(user, right);
    }
}
