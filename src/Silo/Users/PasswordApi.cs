using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Issuers;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Changing one's own password, which ends all other sessions.</summary>
internal static class PasswordApi
{
    private const string Page = "/account";
    private const string Action = "account.password";
    private const string Wrong = "Your password is not that, or there were too many wrong attempts.";

    public static void MapPassword(this IEndpointRouteBuilder own) => own.MapPost("/password", ChangeAsync);

    /// <summary>The user, if the form has their password; otherwise what to show.</summary>
    public static async Task<(GatewayUser? User, string? Error)> ProveAsync(
        HttpContext http, string password, SignIns signIns, UserManager<GatewayUser> people, FailedAttempts attempts, IGrainFactory grains, string action)
    {
        var user = await people.FindByIdAsync(http.Session()!.UserId);
        if (user is null)
        {
            return (null, Wrong);
        }

        var check = await signIns.CheckPasswordAsync(user.Profile.Email, password, http.RequestAborted);
        return check is { Right: true, User: { } proven } && proven.Id == user.Id
            ? (proven, null)
            : (null, await grains.RefuseAsync(http, attempts, action, user.Id, Wrong));
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, SignIns signIns, Accounts accounts, UserManager<GatewayUser> people, TrustedIssuers issuers, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await people.FindByIdAsync(http.Session()!.UserId) is { } own && issuers.NameFor(own) is { } issuer)
        {
            return http.To(Page, new Note { Error = $"You sign in through {issuer}: there is no password here to change." });
        }

        var (user, error) = await ProveAsync(http, form.Text("current"), signIns, people, attempts, grains, Action);
        if (user is null)
        {
            return http.To(Page, new Note { Error = error });
        }

        var password = form.Text("password");
        if ((UserRules.CheckPassword(password, user.Profile.Email) ?? await accounts.SetPasswordAsync(user, password, http.Session()!.SessionId)) is { } wrong)
        {
            return http.To(Page, new Note { Error = wrong });
        }

        await grains.AuditAsync(http, Action, user.Id, right: true);
        return http.To(Page, new Note { Notice = "The password is changed, and your other sessions are ended." });
    }
}
