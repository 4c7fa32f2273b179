using LlmGateway.Grains;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Users.Mail;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>One's own preferences and sessions.</summary>
internal static class ProfileApi
{
    private const string Page = "/account";
    private const int MaxModel = 200;

    public static void MapProfile(this IEndpointRouteBuilder own)
    {
        own.MapPost("/profile", ChangeAsync);
        own.MapPost("/email/confirm", SendConfirmationAsync);
        own.MapPost("/sessions/{id}/end", EndAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, UserManager<GatewayUser> people)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, zone, theme, model) = (form.Line("name"), form.Line("timeZone"), form.Line("theme"), form.Line("defaultModel"));
        var wrong = UserRules.CheckName(name)
            ?? (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? "There is no such time zone." : null)
            ?? (theme is "system" or "light" or "dark" ? null : "There is no such theme.")
            ?? (model.Length <= MaxModel && UserRules.IsPrintable(model) ? null : $"The model's name must have at most {MaxModel} characters.");
        if (wrong is not null)
        {
            return http.To(Page, new Note { Error = wrong });
        }

        if (await people.FindByIdAsync(http.Session()!.UserId) is not { } user)
        {
            return new SeeOther(Page);
        }

        user.Profile.Name = Given(name);
        user.Profile.TimeZone = Given(zone);
        user.Profile.Theme = theme;
        user.Profile.DefaultModel = Given(model);
        if (await people.UpdateAsync(user) is { Succeeded: false } failed)
        {
            return http.To(Page, new Note { Error = Accounts.Explain(failed) });
        }

        ThemeCookie.Set(http, theme);
        return http.To(Page, new Note { Notice = "Saved." });
    }

    private static async Task<IResult> SendConfirmationAsync(HttpContext http, UserManager<GatewayUser> people, Accounts accounts, Mailer mailer)
    {
        if (!mailer.IsConfigured || await people.FindByIdAsync(http.Session()!.UserId) is not { Row.EmailConfirmed: false } user)
        {
            return new SeeOther(Page);
        }

        mailer.Send(user.Profile.Email, "Confirm your e-mail address", "Confirm that this is the address of your account at LlmGateway:\n\n{link}\n", await accounts.ConfirmPathAsync(user));
        return http.To(Page, new Note { Notice = "A mail with a link is on its way." });
    }

    private static async Task<IResult> EndAsync(string id, HttpContext http, IGrainFactory grains)
    {
        var session = http.Session()!;
        var ended = await grains.GetUser(session.UserId).EndSessionAsync(id, CancellationToken.None);
        if (!ended)
        {
            return http.To(Page, new Note { Error = "That session has ended before." });
        }

        await grains.AuditAsync(http, "account.session_end", session.UserId, right: true, id);
        if (id != session.SessionId)
        {
            return http.To(Page, new Note { Notice = "The session is ended." });
        }

        await http.SignOutAsync(AuthExtensions.Browser);
        return http.To("/sign-in", new Note { Notice = "You are signed out." });
    }

    private static string? Given(string text) => text.Length > 0 ? text : null;
}
