using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Users;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Issuers;

/// <summary>Finds or makes the users whom issuers vouch for, and gives them the roles that their claims say.</summary>
internal sealed class IssuerUsers(
    UserManager<GatewayUser> people, Accounts accounts, UserLinks links, SubjectHash hashes, IssuerRoles roles, IssuerTurns turns, SiloUsers standings, SiloAccess access, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Lets somebody in by claims that were checked.</summary>
    /// <returns>The user with the roles that hold now, or why not.</returns>
    public async Task<(GatewayUser? User, IssuerRefusal? Refusal)> AdmitAsync(HttpContext http, TrustedIssuer issuer, IssuedPerson person)
    {
        // Not stopped by a client that leaves: an account that is half made would be in its way.
        var id = await hashes.OfAsync(issuer.Address, person.Subject, CancellationToken.None);
        using var turn = await turns.TakeAsync(id, http.RequestAborted);
        var link = await links.FindAsync(id, CancellationToken.None);
        var user = link is null ? null : await people.FindByIdAsync(link.UserId);
        if (link is null || user is null)
        {
            (user, link, var refusal) = await JoinAsync(http, issuer, person, id);
            if (user is null || link is null)
            {
                return (null, refusal);
            }
        }

        if (!user.Row.Active)
        {
            return (null, new IssuerRefusal("user_inactive", "Your account at this gateway is shut out. Ask an administrator of the gateway."));
        }

        if (await standings.FindAsync(user.Id) is null)
        {
            // The row is the truth of who is let in: its grain was not told if the account's making broke off.
            await grains.GetUser(user.Id).SetActiveAsync(true, CancellationToken.None);
        }

        await CompleteAsync(user, issuer, person);
        await roles.ApplyAsync(http, issuer, person, link);
        return (user, null);
    }

    private async Task<(GatewayUser? User, UserLinkRow? Link, IssuerRefusal? Refusal)> JoinAsync(HttpContext http, TrustedIssuer issuer, IssuedPerson person, string id)
    {
        UserLinkRow LinkTo(string userId) => new() { Id = id, UserId = userId, Issuer = issuer.Address, ClaimsAt = DateTimeOffset.UnixEpoch, CreatedAt = time.GetUtcNow() };
        if (person.Email is not null && await people.FindByEmailAsync(person.Email) is { } known)
        {
            if (!issuer.Options.LinkByEmail || !person.EmailVerified || await IsBeyondAsync(known, person))
            {
                return (null, null, Taken(issuer));
            }

            var link = LinkTo(known.Id);
            await links.TryInsertAsync(link, CancellationToken.None);
            await grains.RecordAsync(http, issuer, "account.link", known.Id);
            return (known, link, null);
        }

        if (!issuer.Options.CreateUsers)
        {
            return (null, null, new IssuerRefusal("user_unknown", $"You have no account at this gateway, and {issuer.DisplayName} makes none here. Ask an administrator of the gateway for one."));
        }

        var (made, joined) = await accounts.CreateLinkedAsync(person.Email, person.EmailVerified, person.Name, new UserIdentity(issuer.Address, person.Subject), LinkTo);
        if (made is null)
        {
            // Made this very moment, on another silo.
            joined = await links.FindAsync(id, CancellationToken.None);
            made = joined is null ? null : await people.FindByIdAsync(joined.UserId);
            return made is null ? (null, null, Taken(issuer)) : (made, joined, null);
        }

        await grains.RecordAsync(http, issuer, "account.create", made.Id);
        return (made, joined, null);
    }

    // Who operates the gateway is for the gateway to say: an issuer takes such an account over only where its word makes operators anyway.
    private async Task<bool> IsBeyondAsync(GatewayUser known, IssuedPerson person) => !person.PlatformAdmin && (await access.OfAsync(known.Id, null)).IsMember;

    private static IssuerRefusal Taken(TrustedIssuer issuer) => new(
        "email_taken", $"There is an account with your e-mail address at this gateway already, and it is not linked to {issuer.DisplayName}. Sign in to it with its password, or ask an administrator of the gateway.");

    // What claims say beyond what is known; what the user or an administrator wrote stays.
    private async Task CompleteAsync(GatewayUser user, TrustedIssuer issuer, IssuedPerson person)
    {
        var identity = new UserIdentity(issuer.Address, person.Subject);
        var (emails, names, known) = (user.Profile.Email.Length == 0 && person.Email is not null, user.Profile.Name is null && person.Name is not null, user.Profile.Identities.Contains(identity));
        if (emails && await people.FindByEmailAsync(person.Email!) is null)
        {
            (user.Profile.Email, user.Row.EmailConfirmed) = (person.Email!, person.EmailVerified);
        }

        if (names)
        {
            user.Profile.Name = person.Name;
        }

        if (!known)
        {
            user.Profile.Identities = [.. user.Profile.Identities, identity];
        }

        if (emails || names || !known)
        {
            // Of two at once the second is tried again with the next sign-in.
            await people.UpdateAsync(user);
        }
    }
}
