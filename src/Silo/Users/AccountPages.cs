using LlmGateway.Grains;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.Users.Mail;
using LlmGateway.Web.Account;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace LlmGateway.Silo.Users;

/// <summary>What the account pages show, for the request that shows them.</summary>
internal sealed class AccountPages(PageRequest request, Notes notes, Accounts accounts, UserManager<GatewayUser> people, Mailer mailer, TrustedIssuers trusted, IGrainFactory grains)
    : IAccountPages
{
    public bool SendsMail => mailer.IsConfigured;

    public IReadOnlyList<SignInIssuer> Issuers { get; } =
        [.. trusted.All.Where(issuer => issuer.SignsIn).Select(issuer => new SignInIssuer(issuer.DisplayName, IssuerPaths.StartOf(issuer.Name)))];

    public AccountNote TakeNote()
    {
        var note = notes.Take(request.Http!);
        return new AccountNote(note.Error, note.Notice, note.Email, note.Name, [.. note.RecoveryCodes ?? []]);
    }

    public Task<bool> HasUsersAsync(CancellationToken cancellationToken) => accounts.AnyAsync(cancellationToken);

    public async Task<bool> AwaitsCodeAsync() => (await request.Http!.AuthenticateAsync(UsersExtensions.CodeStep)).Succeeded;

    public async Task<AccountView?> GetAccountAsync()
    {
        if (request.Http?.Session() is not { } session || await people.FindByIdAsync(session.UserId) is not { } user)
        {
            return null;
        }

        var sessions = await grains.GetUser(user.Id).GetSessionsAsync();
        var models = (await grains.GetModelCatalog().GetRoutesAsync()).Models.Keys;
        var key = user.Row.TwoFactor ? null : user.Profile.AuthenticatorKey;
        return new AccountView
        {
            Email = user.Profile.Email,
            EmailConfirmed = user.Row.EmailConfirmed,
            Name = user.Profile.Name,
            TimeZone = user.Profile.TimeZone,
            Theme = user.Profile.Theme ?? "system",
            DefaultModel = user.Profile.DefaultModel,
            SignsInThrough = trusted.NameFor(user),
            TwoFactor = user.Row.TwoFactor,
            RecoveryCodesLeft = user.Profile.RecoveryCodes.Count,
            AuthenticatorKey = key,
            AuthenticatorPicture = key is null ? null : PictureOf(user.Profile.Email, key),
            Sessions = [.. sessions.Select(other => new AccountSession(other.Id, other.Client, other.StartedAt, other.LastUsedAt, other.Id == session.SessionId))],
            TimeZones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Order(StringComparer.Ordinal)],
            Models = [.. models.Order(StringComparer.Ordinal)],
        };
    }

    // Black on white whatever the theme: cameras want it so.
    private static string PictureOf(string email, string key)
    {
        var address = $"otpauth://totp/LlmGateway:{Uri.EscapeDataString(email)}?secret={key}&issuer=LlmGateway&digits=6&period=30";
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode code = new(data);
        return code.GetGraphic(4);
    }
}
