using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.Users.Mail;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Setting a password without the one before, and confirming an e-mail address: by a link that was mailed, or given by an administrator.</summary>
internal static class ResetApi
{
    private const string Action = "account.reset";
    private const string OldLink = "This link has been used, or is too old. Ask for a new one.";

    public static void MapReset(this IEndpointRouteBuilder account)
    {
        account.MapPost("/forgot", ForgotAsync);
        account.MapPost("/reset", ResetAsync);
        account.MapPost("/confirm", ConfirmAsync);
    }

    private static async Task<IResult> ForgotAsync(HttpContext http, UserManager<GatewayUser> people, Accounts accounts, Mailer mailer, TrustedIssuers issuers, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var email = form.Line("email");
        if (!mailer.IsConfigured)
        {
            return http.To("/forgot", new Note { Error = "This gateway sends no mail. Ask an administrator for a link to set a new password." });
        }

        // Counted like a wrong password: nobody fills other people's mailboxes.
        if (attempts.Add(http.Connection.RemoteIpAddress) is null && UserRules.CheckEmail(email) is null && await people.FindByEmailAsync(email) is { Row.Active: true } user)
        {
            if (issuers.NameFor(user) is { } issuer)
            {
                mailer.Send(
                    user.Profile.Email,
                    "You have no password",
                    $"Somebody, probably you, asked for a new password for your account at LlmGateway. It has none: you sign in through {issuer}, here:\n\n{{link}}\n\nIf it was not you, ignore this mail.",
                    "/sign-in");
            }
            else
            {
                mailer.Send(
                    user.Profile.Email,
                    "Set a new password",
                    "Somebody, probably you, asked for a new password for your account at LlmGateway. Set it here within a day:\n\n{link}\n\nIf it was not you, ignore this mail.",
                    await accounts.ResetPathAsync(user));
            }

            await grains.AuditAsync(http, "account.forgot", user.Id, right: false);
        }

        return http.To("/forgot", new Note { Notice = "If there is an account with this address, a mail with a link is on its way." });
    }

    private static async Task<IResult> ResetAsync(HttpContext http, UserManager<GatewayUser> people, Accounts accounts, TrustedIssuers issuers, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (userId, token, password) = (form.Line("user"), form.Line("token"), form.Text("password"));
        if (await FindAsync(people, userId, token, UserManager<GatewayUser>.ResetPasswordTokenPurpose) is not { } user)
        {
            return http.To("/sign-in", new Note { Error = await grains.RefuseAsync(http, attempts, Action, null, OldLink) });
        }

        if (issuers.NameFor(user) is { } issuer)
        {
            return http.To("/sign-in", new Note { Error = $"You sign in through {issuer}: there is no password here to set." });
        }

        if ((UserRules.CheckPassword(password, user.Profile.Email) ?? await accounts.SetPasswordAsync(user, password, null)) is { } wrong)
        {
            return http.To($"/reset?user={userId}&token={Uri.EscapeDataString(token)}", new Note { Error = wrong });
        }

        await grains.AuditAsync(http, Action, user.Id, right: true);
        return http.To("/sign-in", new Note { Notice = "The password is set. Sign in with it.", Email = user.Profile.Email });
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, UserManager<GatewayUser> people, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await FindAsync(people, form.Line("user"), form.Line("token"), UserManager<GatewayUser>.ConfirmEmailTokenPurpose) is not { } user)
        {
            return http.To("/sign-in", new Note { Error = OldLink });
        }

        user.Row.EmailConfirmed = true;
        await people.UpdateAsync(user);
        await grains.AuditAsync(http, "account.confirm_email", user.Id, right: true);
        return http.To("/account", new Note { Notice = "Your e-mail address is confirmed." });
    }

    private static async Task<GatewayUser?> FindAsync(UserManager<GatewayUser> people, string userId, string token, string purpose) =>
        token.Length is > 0 and < 4000
        && await people.FindByIdAsync(userId) is { Row.Active: true } user
        && await people.VerifyUserTokenAsync(user, TokenOptions.DefaultProvider, purpose, token) ? user : null;
}
