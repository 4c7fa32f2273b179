using LlmGateway.Silo.Auth;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>The second factor of one's own account.</summary>
internal static class TwoFactorApi
{
    private const string Page = "/account";
    private const int RecoveryCodes = 10;

    public static void MapTwoFactor(this IEndpointRouteBuilder own)
    {
        own.MapPost("/two-factor/start", StartAsync);
        own.MapPost("/two-factor/confirm", ConfirmAsync);
        own.MapPost("/two-factor/disable", DisableAsync);
        own.MapPost("/two-factor/codes", RenewCodesAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext http, UserManager<GatewayUser> people)
    {
        if (await people.FindByIdAsync(http.Session()!.UserId) is { Row: { TwoFactor: false, PasswordHash: not null } } user)
        {
            user.Profile.LastCodePeriod = 0;
            await people.ResetAuthenticatorKeyAsync(user);
        }

        return new SeeOther($"{Page}#two-factor");
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, SignIns signIns, UserManager<GatewayUser> people, FailedAttempts attempts, IGrainFactory grains)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await people.FindByIdAsync(http.Session()!.UserId) is not { Row.TwoFactor: false, Profile.AuthenticatorKey: not null } user)
        {
            return new SeeOther(Page);
        }

        if (!await signIns.TryTotpAsync(user, form.Text("code").Replace(" ", "", StringComparison.Ordinal)))
        {
            var error = await grains.RefuseAsync(http, attempts, "account.two_factor_enable", user.Id, "The code is wrong. Check the clock of the device, and type the newest code.");
            return http.To(Page, new Note { Error = error });
        }

        await people.SetTwoFactorEnabledAsync(user, true);
        return await ShowCodesAsync(http, people, grains, user, "account.two_factor_enable", "Signing in takes a code from now on.");
    }

    private static async Task<IResult> DisableAsync(HttpContext http, SignIns signIns, UserManager<GatewayUser> people, FailedAttempts attempts, IGrainFactory grains)
    {
        const string action = "account.two_factor_disable";
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (user, error) = await PasswordApi.ProveAsync(http, form.Text("password"), signIns, people, attempts, grains, action);
        if (user is null)
        {
            return http.To(Page, new Note { Error = error });
        }

        await RemoveAsync(people, user);
        await grains.AuditAsync(http, action, user.Id, right: true);
        return http.To(Page, new Note { Notice = "Signing in takes the password alone from now on." });
    }

    private static async Task<IResult> RenewCodesAsync(HttpContext http, SignIns signIns, UserManager<GatewayUser> people, FailedAttempts attempts, IGrainFactory grains)
    {
        const string action = "account.recovery_codes";
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (user, error) = await PasswordApi.ProveAsync(http, form.Text("password"), signIns, people, attempts, grains, action);
        return user is not { Row.TwoFactor: true }
            ? http.To(Page, new Note { Error = error })
            : await ShowCodesAsync(http, people, grains, user, action, "The recovery codes before these no longer work.");
    }

    /// <summary>Takes the second factor away.</summary>
    public static Task<IdentityResult> RemoveAsync(UserManager<GatewayUser> people, GatewayUser user)
    {
        user.Row.TwoFactor = false;
        user.Profile.AuthenticatorKey = null;
        user.Profile.RecoveryCodes = [];
        return people.UpdateSecurityStampAsync(user);
    }

    private static async Task<IResult> ShowCodesAsync(HttpContext http, UserManager<GatewayUser> people, IGrainFactory grains, GatewayUser user, string action, string notice)
    {
        var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        await grains.AuditAsync(http, action, user.Id, right: true);
        return http.To(Page, new Note { Notice = notice, RecoveryCodes = codes?.ToArray() });
    }
}
