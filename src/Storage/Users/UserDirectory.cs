using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes the accounts of users.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class UserDirectory(IDbContextFactory<GatewayDbContext> contexts)
{
    /// <summary>Whether there is any user.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(cancellationToken);
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
    public async Task<bool> TryInsertAsync(UserRow row, UserLinkRow? link, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Add(row);
        if (link is not null)
        {
            context.Add(link);
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            await using var look = await contexts.CreateDbContextAsync(cancellationToken);
            if (await look.Users.AnyAsync(other => other.Id == row.Id || other.EmailHash == row.EmailHash, cancellationToken)
                || (link is not null && await look.UserLinks.AnyAsync(other => other.Id == link.Id, cancellationToken)))
            {
                return false;
            }

            throw;
        }
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

    /// <summary>Removes a user's row.</summary>
    /// <returns>False if there was none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
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
