using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes who of outside issuers is which user.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class UserLinks(IDbContextFactory<GatewayDbContext> contexts)
{
    /// <summary>The link, or null if nobody of this issuer and id is a user here.</summary>
    public async Task<UserLinkRow?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.UserLinks.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>All links of a user.</summary>
    public async Task<IReadOnlyList<UserLinkRow>> OfUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.UserLinks.AsNoTracking().Where(row => row.UserId == userId).ToListAsync(cancellationToken);
    }

    /// <summary>Links by which issuers other than these gave roles.</summary>
    /// <param name="issuers">Addresses of issuers to leave out.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<UserLinkRow>> WithRolesOfOthersAsync(IReadOnlyCollection<string> issuers, int limit, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.UserLinks.AsNoTracking()
            .Where(row => !issuers.Contains(row.Issuer) && (row.TenantId != null || row.PlatformAdmin))
            .OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>Links somebody of an issuer to a user who is there already.</summary>
    /// <returns>False if they are linked.</returns>
    public Task<bool> TryInsertAsync(UserLinkRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return contexts.TryInsertAsync([row], look => look.UserLinks.AnyAsync(other => other.Id == row.Id, cancellationToken), cancellationToken);
    }

    /// <summary>Notes where an issuer gave roles, and by claims of when.</summary>
    public async Task UpdateAsync(UserLinkRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.UserLinks.Where(stored => stored.Id == row.Id).ExecuteUpdateAsync(
            update => update
                .SetProperty(stored => stored.TenantId, row.TenantId)
                .SetProperty(stored => stored.PlatformAdmin, row.PlatformAdmin)
                .SetProperty(stored => stored.ClaimsAt, row.ClaimsAt),
            cancellationToken);
    }

    /// <summary>Removes all links of a user.</summary>
    public async Task DeleteOfUserAsync(string userId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.UserLinks.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
