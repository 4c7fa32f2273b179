using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes the rows that tenant lists are made of.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class TenantDirectory(IDbContextFactory<GatewayDbContext> contexts)
{
    /// <summary>Writes a tenant's row, in place of the one with the same id if there is one.</summary>
    /// <exception cref="DbUpdateException">The database refused the row.</exception>
    public Task UpsertAsync(TenantRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return RowUpsert.ExecuteAsync(contexts, row, cancellationToken);
    }

    /// <summary>The tenant's row, or null if the id is unknown.</summary>
    public async Task<TenantRow?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Tenants.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>Removes a tenant's row; its keys' rows stay.</summary>
    /// <returns>False if there was none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Tenants.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>One page of all tenants, oldest first; ties are ordered by id.</summary>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A tenant id: the page starts right after it.</param>
    /// <param name="before">A tenant id: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="UnknownCursorException">No tenant has the id given as a cursor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public async Task<Page<TenantRow>> ListAsync(
        int limit,
        string? after = null,
        string? before = null,
        CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Tenants.ToPageAsync(limit, after, before, cancellationToken);
    }
}
