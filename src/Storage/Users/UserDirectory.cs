using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes the accounts of users.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class UserDirectory(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int MaxIds = 500; // Of one query.

    /// <summary>Whether there is any user, other than those that directories made.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(row => row.ProvisionedBy == null, cancellationToken);
    }

    /// <summary>The user's row, or null if the id is unknown.</summary>
    public async Task<UserRow?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>The row of the user with an e-mail address, or null.</summary>
    public async Task<UserRow?> FindByEmailHashAsync(string emailHash, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AsNoTracking().SingleOrDefaultAsync(row => row.EmailHash == emailHash, cancellationToken);
    }

    /// <summary>Adds a user.</summary>
    /// <returns>False if another has the id or the e-mail address.</returns>
    public Task<bool> TryInsertAsync(UserRow row, CancellationToken cancellationToken = default) => TryInsertAsync(row, null, cancellationToken);

    /// <summary>Adds a user together with what links them to an outside issuer: both, or neither.</summary>
    /// <returns>False if another has the id or the e-mail address, or is linked so.</returns>
    public Task<bool> TryInsertAsync(UserRow row, UserLinkRow? link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return contexts.TryInsertAsync(
            link is null ? [row] : [row, link],
            async look => await look.Users.AnyAsync(other => other.Id == row.Id || other.EmailHash == row.EmailHash, cancellationToken)
                || (link is not null && await look.UserLinks.AnyAsync(other => other.Id == link.Id, cancellationToken)),
            cancellationToken);
    }

    /// <summary>Writes a user's row if it still has the version that was read, and counts the version up.</summary>
    /// <returns>False if it was changed or deleted meanwhile; or if another user has the new e-mail address.</returns>
    public async Task<bool> TryUpdateAsync(UserRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Users.AnyAsync(other => other.EmailHash == row.EmailHash && other.Id != row.Id, cancellationToken))
        {
            return false;
        }

        var changed = await context.Users.Where(stored => stored.Id == row.Id && stored.Version == row.Version).ExecuteUpdateAsync(
            update => update
                .SetProperty(stored => stored.EmailHash, row.EmailHash)
                .SetProperty(stored => stored.Sealed, row.Sealed)
                .SetProperty(stored => stored.PasswordHash, row.PasswordHash)
                .SetProperty(stored => stored.SecurityStamp, row.SecurityStamp)
                .SetProperty(stored => stored.TwoFactor, row.TwoFactor)
                .SetProperty(stored => stored.EmailConfirmed, row.EmailConfirmed)
                .SetProperty(stored => stored.FailedSignIns, row.FailedSignIns)
                .SetProperty(stored => stored.LockedUntil, row.LockedUntil)
                .SetProperty(stored => stored.Active, row.Active)
                .SetProperty(stored => stored.ExternalId, row.ExternalId)
                .SetProperty(stored => stored.ProvisionedBy, row.ProvisionedBy)
                .SetProperty(stored => stored.ShutOutByDirectory, row.ShutOutByDirectory)
                .SetProperty(stored => stored.LastSignInAt, row.LastSignInAt)
                .SetProperty(stored => stored.Version, row.Version + 1),
            cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        row.Version++;
        return true;
    }

    /// <summary>Lets an account in or shuts it out, on behalf of the directory that made it. Whom an operator shut out stays so.</summary>
    /// <param name="id">The user.</param>
    /// <param name="tenantId">The directory's tenant.</param>
    /// <param name="active">Whether the directory lets the user in.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Whether the user is let in now; null if that is as before, or the account is not this directory's.</returns>
    public async Task<bool?> SetActiveAsync(string id, string tenantId, bool active, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var own = context.Users.Where(row => row.Id == id && row.ProvisionedBy == tenantId);
        var changed = await own.Where(row => active ? row.ShutOutByDirectory : row.Active).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.Active, active)
                .SetProperty(row => row.ShutOutByDirectory, !active)
                .SetProperty(row => row.Version, row => row.Version + 1),
            cancellationToken);

        // Being shut out is said again on a repeat, since an earlier call may have been cut short.
        return changed > 0 || (!active && await own.AnyAsync(cancellationToken)) ? active : null;
    }

    /// <summary>Takes users from the directories that made them, all but this tenant's: they belong to another place too, where no directory may shut them out.</summary>
    /// <param name="ids">Users.</param>
    /// <param name="tenantId">The tenant that they become members of; null for the platform.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Those whom their directory had shut out, and who are let in again.</returns>
    public async Task<IReadOnlyList<string>> ReleaseAsync(IReadOnlyCollection<string> ids, string? tenantId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        List<string> letIn = [];
        foreach (var some in ids.Chunk(MaxIds))
        {
            var others = context.Users.Where(row => some.Contains(row.Id) && row.ProvisionedBy != null && row.ProvisionedBy != tenantId);
            letIn.AddRange(await others.Where(row => row.ShutOutByDirectory).Select(row => row.Id).ToListAsync(cancellationToken));
            await others.ExecuteUpdateAsync(
                update => update
                    .SetProperty(row => row.Active, row => row.Active || row.ShutOutByDirectory)
                    .SetProperty(row => row.ShutOutByDirectory, false)
                    .SetProperty(row => row.ProvisionedBy, (string?)null)
                    .SetProperty(row => row.Version, row => row.Version + 1),
                cancellationToken);
        }

        return letIn;
    }

    /// <summary>Removes a user's row, and what directories say of the user.</summary>
    /// <returns>False if there was none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ScimUsers.Where(row => row.UserId == id).ExecuteDeleteAsync(cancellationToken);
        return await context.Users.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>One page of all users, oldest first; ties are ordered by id.</summary>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A user id: the page starts right after it.</param>
    /// <param name="before">A user id: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="UnknownCursorException">No user has the id given as a cursor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public async Task<Page<UserRow>> ListAsync(int limit, string? after = null, string? before = null, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.ToPageAsync(limit, after, before, cancellationToken);
    }
}
