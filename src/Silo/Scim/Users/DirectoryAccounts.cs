using LlmGateway.Grains;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Scim.Users;

/// <summary>
/// The accounts behind a directory's users. An account that the directory made, and whose user is a member of no other tenant, is its own: it names and addresses it, shuts it out and deletes it.
/// Any other account it can neither read nor change.
/// </summary>
internal sealed class DirectoryAccounts(UserManager<GatewayUser> people, Accounts accounts, UserDirectory users, IGrainFactory grains)
{
    /// <summary>The account with an address; made for this directory if there is none.</summary>
    /// <returns>The account, and whether it was made.</returns>
    public async Task<(GatewayUser User, bool Made)> TakeAsync(string tenant, ScimPerson person)
    {
        if (await people.FindByEmailAsync(person.Email) is { } known)
        {
            return (known, false);
        }

        var (made, _) = await accounts.CreateAsync(person.Email, person.Name, null, platformAdmin: false, tenant);
        return made is not null ? (made, true)
            : await people.FindByEmailAsync(person.Email) is { } other ? (other, false) // Somebody was faster.
            : throw ScimErrors.InvalidValue($"The address '{person.Email}' can't be that of an account.");
    }

    /// <summary>Gives the directory's own account the person's name, address and time zone; others stay as they are.</summary>
    /// <remarks>Who has the new address must show it: the password ends with the old one, and so do sessions, links that were mailed there and sign-ins through outside issuers.</remarks>
    /// <returns>False if the account was changed at the same time.</returns>
    /// <exception cref="ScimException">Another account has the address.</exception>
    public async Task<bool> TryDescribeAsync(string tenant, string userId, ScimPerson person)
    {
        if (await people.FindByIdAsync(userId) is not { } user || user.Row.ProvisionedBy != tenant)
        {
            return true;
        }

        var moved = people.NormalizeEmail(person.Email) != people.NormalizeEmail(user.Profile.Email);
        if (!moved && user.Profile.Name == person.Name && user.Profile.Email == person.Email && (person.TimeZone ?? user.Profile.TimeZone) == user.Profile.TimeZone)
        {
            return true;
        }

        (user.Profile.Name, user.Profile.Email, user.Profile.TimeZone) = (person.Name, person.Email, person.TimeZone ?? user.Profile.TimeZone);
        if (moved)
        {
            (user.Row.EmailConfirmed, user.Row.PasswordHash, user.Profile.Identities) = (false, null, []);
        }

        var result = moved ? await people.UpdateSecurityStampAsync(user) : await people.UpdateAsync(user);
        if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateEmail)))
        {
            throw ScimErrors.Uniqueness("There is another account with this e-mail address.");
        }

        if (result.Succeeded && moved)
        {
            await accounts.RemoveLinksAsync(userId);
            await grains.GetUser(userId).EndSessionsAsync(null, CancellationToken.None);
        }

        return result.Succeeded;
    }

    /// <summary>Lets the directory's own account in, or shuts it out and ends its sessions; others stay as they are. Whom an operator shut out, no directory lets in.</summary>
    public async Task SetActiveAsync(string tenant, string userId, bool active)
    {
        if (await users.SetActiveAsync(userId, tenant, active) is { } standing)
        {
            await grains.GetUser(userId).SetActiveAsync(standing, CancellationToken.None);
        }
    }

    /// <summary>Deletes the directory's own account; others stay.</summary>
    public async Task DeleteAsync(string tenant, string userId)
    {
        if (await people.FindByIdAsync(userId) is { } user && user.Row.ProvisionedBy == tenant)
        {
            await accounts.DeleteAsync(user);
        }
    }
}
