using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes what tenants' directories say of users.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class ScimUserDirectory(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int MaxIds = 500; // Of one query.

    /// <summary>A user of a tenant's directory, or null.</summary>
    public async Task<ScimUserRow?> FindAsync(string tenantId, string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ScimUsers.AsNoTracking().SingleOrDefaultAsync(row => row.TenantId == tenantId && row.UserId == userId, cancellationToken);
    }

    /// <summary>How many users a tenant's directory has.</summary>
    public async Task<int> CountAsync(string tenantId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ScimUsers.CountAsync(row => row.TenantId == tenantId, cancellationToken);
    }

    /// <summary>Users of a tenant's directory, those named first before others.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="match">Which of them; null for all.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">The most to return.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<ScimUserRow>> ListAsync(string tenantId, ScimUserMatch? match, int skip, int take, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.ScimUsers.AsNoTracking().Where(row => row.TenantId == tenantId);
        rows = match?.UserId is { } id ? rows.Where(row => row.UserId == id) : rows;
        rows = match?.UserNameHash is { } name ? rows.Where(row => row.UserNameHash == name) : rows;
        rows = match?.ExternalIdHash is { } external ? rows.Where(row => row.ExternalIdHash == external) : rows;
        rows = match?.EmailHash is { } email ? rows.Where(row => row.EmailHashes.Contains(email)) : rows;
        return await rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.UserId).Skip(skip).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>Which of some users a tenant's directory has.</summary>
    public async Task<IReadOnlySet<string>> WhichAsync(string tenantId, IEnumerable<string> userIds, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        HashSet<string> found = [];
        foreach (var some in userIds.Chunk(MaxIds))
        {
            found.UnionWith(await context.ScimUsers.Where(row => row.TenantId == tenantId && some.Contains(row.UserId)).Select(row => row.UserId).ToListAsync(cancellationToken));
        }

        return found;
    }

    /// <summary>The tenants whose directories have a user.</summary>
    public async Task<IReadOnlyList<string>> TenantsOfAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ScimUsers.Where(row => row.UserId == userId).Select(row => row.TenantId).ToListAsync(cancellationToken);
    }

    /// <summary>Adds a user to a tenant's directory.</summary>
    /// <returns>False if it has this user already, or one of the same name.</returns>
    public Task<bool> TryInsertAsync(ScimUserRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return contexts.TryInsertAsync(
            [row],
            look => look.ScimUsers.AnyAsync(other => other.TenantId == row.TenantId && (other.UserId == row.UserId || other.UserNameHash == row.UserNameHash), cancellationToken),
            cancellationToken);
    }

    /// <summary>Writes a row if it still has the version that was read, and counts the version up.</summary>
    /// <returns>False if it was changed or deleted meanwhile; or if another user of the directory has the new name.</returns>
    public async Task<bool> TryUpdateAsync(ScimUserRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.ScimUsers.AnyAsync(other => other.TenantId == row.TenantId && other.UserNameHash == row.UserNameHash && other.UserId != row.UserId, cancellationToken))
        {
            return false;
        }

        var changed = await context.ScimUsers.Where(stored => stored.TenantId == row.TenantId && stored.UserId == row.UserId && stored.Version == row.Version).ExecuteUpdateAsync(
            update => update
                .SetProperty(stored => stored.UserNameHash, row.UserNameHash)
                .SetProperty(stored => stored.ExternalIdHash, row.ExternalIdHash)
                .SetProperty(stored => stored.EmailHashes, row.EmailHashes)
                .SetProperty(stored => stored.Sealed, row.Sealed)
                .SetProperty(stored => stored.Active, row.Active)
                .SetProperty(stored => stored.ChangedAt, row.ChangedAt)
                .SetProperty(stored => stored.Version, row.Version + 1),
            cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        row.Version++;
        return true;
    }

    /// <summary>Takes a user out of a tenant's directory.</summary>
    /// <returns>False if it had none such.</returns>
    public async Task<bool> DeleteAsync(string tenantId, string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ScimUsers.Where(row => row.TenantId == tenantId && row.UserId == userId).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}
