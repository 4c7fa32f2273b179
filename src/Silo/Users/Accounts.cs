using System.Security.Cryptography;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>Makes, changes and deletes accounts.</summary>
internal sealed class Accounts(
    UserManager<GatewayUser> people, UserDirectory users, ScimUserDirectory directories, UserLinks links, IGrainFactory grains, TimeProvider time)
{
    private const string Taken = "There is a user with this e-mail address already.";

    /// <summary>Makes a user.</summary>
    /// <param name="email">As checked by <see cref="UserRules.CheckEmail"/>.</param>
    /// <param name="name">What to call them.</param>
    /// <param name="password">Null for one that the user sets with <see cref="ResetPathAsync"/>.</param>
    /// <param name="platformAdmin">Whether they administer the whole gateway.</param>
    /// <param name="provisionedBy">The tenant whose directory makes the account; null for none's.</param>
    /// <returns>The user, or what is wrong.</returns>
    public async Task<(GatewayUser? User, string? Problem)> CreateAsync(string email, string? name, string? password, bool platformAdmin, string? provisionedBy = null)
    {
        var row = NewRow();
        row.ProvisionedBy = provisionedBy;
        GatewayUser user = new(row, new UserProfile { Email = email, Name = string.IsNullOrWhiteSpace(name) ? null : name.Trim() });
        var result = password is null ? await people.CreateAsync(user) : await people.CreateAsync(user, password);
        if (!result.Succeeded)
        {
            return (null, Explain(result));
        }

        await grains.GetUser(user.Id).SetActiveAsync(true, CancellationToken.None);
        if (platformAdmin)
        {
            await grains.GetPlatformAccess().SetMemberAsync(user.Id, [Roles.PlatformAdmin], CancellationToken.None);
        }

        return (user, null);
    }

    /// <summary>Makes a user without a password, whom an outside issuer vouches for.</summary>
    /// <param name="email">As checked by <see cref="UserRules.CheckEmail"/>; null for none.</param>
    /// <param name="emailConfirmed">Whether the issuer has seen that the address is theirs.</param>
    /// <param name="name">What to call them.</param>
    /// <param name="identity">Whom the issuer knows them as.</param>
    /// <param name="linkTo">Makes the link to a user's id.</param>
    /// <returns>Null if there is a user of this address, or of this link.</returns>
    public async Task<(GatewayUser? User, UserLinkRow? Link)> CreateLinkedAsync(string? email, bool emailConfirmed, string? name, UserIdentity identity, Func<string, UserLinkRow> linkTo)
    {
        var row = NewRow();
        row.EmailConfirmed = emailConfirmed && email is not null;
        GatewayUser user = new(row, new UserProfile { Email = email ?? "", Name = name, Identities = [identity] }) { Link = linkTo(row.Id) };
        if (!(await people.CreateAsync(user)).Succeeded)
        {
            return (null, null);
        }

        await grains.GetUser(user.Id).SetActiveAsync(true, CancellationToken.None);
        return (user, user.Link);
    }

    /// <summary>Whether there is any user yet, other than those that directories made.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellationToken) => users.AnyAsync(cancellationToken);

    /// <summary>Sets a password, and ends the user's sessions.</summary>
    /// <param name="user">The user.</param>
    /// <param name="password">As checked by <see cref="UserRules.CheckPassword"/>.</param>
    /// <param name="except">A session to keep; null for none.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public async Task<string?> SetPasswordAsync(GatewayUser user, string password, string? except)
    {
        user.Row.PasswordHash = people.PasswordHasher.HashPassword(user, password);
        user.Row.FailedSignIns = 0;
        user.Row.LockedUntil = null;
        if (await people.UpdateSecurityStampAsync(user) is { Succeeded: false } failed)
        {
            return Explain(failed);
        }

        await grains.GetUser(user.Id).EndSessionsAsync(except, CancellationToken.None);
        return null;
    }

    /// <summary>Deletes a user: their sessions end, and the key of their data is erased.</summary>
    public async Task DeleteAsync(GatewayUser user)
    {
        // The row last: until then the call can be repeated.
        await grains.GetUser(user.Id).DeleteAsync(CancellationToken.None);
        await grains.GetPlatformAccess().SetMemberAsync(user.Id, [], CancellationToken.None);
        foreach (var tenant in await directories.TenantsOfAsync(user.Id))
        {
            await grains.GetAccess(tenant).SetMemberAsync(user.Id, [], CancellationToken.None);
        }

        await RemoveLinksAsync(user.Id);
        await people.DeleteAsync(user);
    }

    /// <summary>Makes a user nobody's of an outside issuer: what issuers gave them goes too.</summary>
    public async Task RemoveLinksAsync(string userId)
    {
        foreach (var link in await links.OfUserAsync(userId, CancellationToken.None))
        {
            if (link.TenantId is { } tenant)
            {
                await grains.GetAccess(tenant).SetIssuerRolesAsync(link.Issuer, userId, [], CancellationToken.None);
            }
        }

        await links.DeleteOfUserAsync(userId, CancellationToken.None);
    }

    /// <summary>Where the user can set a password within a day, once.</summary>
    public async Task<string> ResetPathAsync(GatewayUser user) =>
        $"/reset?user={user.Id}&token={Uri.EscapeDataString(await people.GeneratePasswordResetTokenAsync(user))}";

    /// <summary>Where the user confirms the e-mail address.</summary>
    public async Task<string> ConfirmPathAsync(GatewayUser user) =>
        $"/confirm?user={user.Id}&token={Uri.EscapeDataString(await people.GenerateEmailConfirmationTokenAsync(user))}";

    private UserRow NewRow() => new()
    {
        Id = $"usr_{RandomNumberGenerator.GetHexString(24, lowercase: true)}",
        EmailHash = "",
        Sealed = [],
        SecurityStamp = "",
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>What is wrong, for people.</summary>
    public static string Explain(IdentityResult result) => result.Errors.FirstOrDefault() switch
    {
        { Code: nameof(IdentityErrorDescriber.DuplicateEmail) } => Taken,
        { Code: nameof(IdentityErrorDescriber.ConcurrencyFailure) } => "The account was changed at the same time. Try again.",
        { } error => error.Description,
        null => "The account can't be changed.",
    };
}
