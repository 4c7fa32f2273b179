using System.Security.Claims;
using LlmGateway.Grains;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Signing in, with password and code, and out.</summary>
internal static class SignInApi
{
    private const string Page = "/sign-in";
    private const string CodePage = "/sign-in/code";
    private const string Action = "account.sign_in";
    private const string Stamp = "stamp";
    private const string Wrong = "E-mail address or password is wrong, or there were too many wrong attempts. After five of them an account is locked for five minutes.";
    private const string WrongCode = "The code is wrong or was used before, or there were too many wrong attempts. After five of them an account is locked for five minutes.";
    private const string Late = "That took too long. Sign in again.";

    public static void MapSignIn(this IEndpointRouteBuilder account)
    {
        account.MapPost("/sign-in", SignInAsync);
        account.MapPost("/sign-in/code", CodeAsync);
        account.MapPost("/sign-out", SignOutAsync);
    }

    /// <summary>The sign-in page, from which a browser goes on to a page of ours.</summary>
    public static string PageTo(string target) => With(Page, target);

    private static async Task<IResult> SignInAsync(HttpContext http, SignIns signIns, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, target) = (form.Line("email"), LocalUrl.Or(form.Text("returnUrl")));
        var check = await signIns.CheckPasswordAsync(email, form.Text("password"), http.RequestAborted);
        if (!check.Right)
        {
            var error = await grains.RefuseAsync(http, attempts, Action, check.User?.Id, Wrong);
            return http.To(PageTo(target), new Note { Error = error, Email = email });
        }

        if (!check.User!.Row.TwoFactor)
        {
            return await StartAsync(http, signIns, grains, check.User, target);
        }

        ClaimsIdentity identity = new([new Claim(GatewayClaims.Subject, check.User.Id), new Claim(Stamp, check.User.Row.SecurityStamp)], UsersExtensions.CodeStep);
        await http.SignInAsync(UsersExtensions.CodeStep, new ClaimsPrincipal(identity));
        return new SeeOther(With(CodePage, target));
    }

    private static async Task<IResult> CodeAsync(HttpContext http, SignIns signIns, UserManager<GatewayUser> people, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var target = LocalUrl.Or(form.Text("returnUrl"));
        var step = (await http.AuthenticateAsync(UsersExtensions.CodeStep)).Principal;
        if (step?.FindFirstValue(GatewayClaims.Subject) is not { } userId
            || await people.FindByIdAsync(userId) is not { } user
            || step.FindFirstValue(Stamp) != user.Row.SecurityStamp)
        {
            await http.SignOutAsync(UsersExtensions.CodeStep);
            return http.To(PageTo(target), new Note { Error = Late });
        }

        var check = await signIns.CheckCodeAsync(userId, form.Text("code"), http.RequestAborted);
        if (!check.Right)
        {
            return http.To(With(CodePage, target), new Note { Error = await grains.RefuseAsync(http, attempts, Action, userId, WrongCode) });
        }

        await http.SignOutAsync(UsersExtensions.CodeStep);
        return await StartAsync(http, signIns, grains, check.User!, target);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IGrainFactory grains)
    {
        if (http.Session() is { } session)
        {
            await grains.GetUser(session.UserId).EndSessionAsync(session.SessionId, CancellationToken.None);
            await grains.AuditAsync(http, "account.sign_out", session.UserId, right: true, session.SessionId);
        }

        await http.SignOutAsync(AuthExtensions.Browser);
        return http.To(Page, new Note { Notice = "You are signed out." });
    }

    private static async Task<IResult> StartAsync(HttpContext http, SignIns signIns, IGrainFactory grains, GatewayUser user, string target)
    {
        // Recorded first: where that fails, nobody is signed in.
        await grains.AuditAsync(http, Action, user.Id, right: true);
        return await signIns.StartAsync(http, user) ? new SeeOther(ContinuePage.For(target)) : http.To(PageTo(target), new Note { Error = Late });
    }

    private static string With(string page, string target) => target == "/" ? page : $"{page}?returnUrl={Uri.EscapeDataString(target)}";
}
