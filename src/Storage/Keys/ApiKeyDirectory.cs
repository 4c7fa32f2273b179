using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and writes the rows that key lists are made of.</summary>
/// <remarks>Safe to share: every call takes a context of its own. Authentication asks the key's grain, never this.</remarks>
public sealed class ApiKeyDirectory(IDbContextFactory<GatewayDbContext> contexts)
{
    /// <summary>Writes a key's row, in place of the one with the same id if there is one.</summary>
    /// <exception cref="DbUpdateException">The database refused the row: another id has the same hash.</exception>
    public Task UpsertAsync(ApiKeyRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return RowUpsert.ExecuteAsync(contexts, row, cancellationToken);
    }

    /// <summary>The key's row, or null if the id is unknown.</summary>
    public async Task<ApiKeyRow?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>Removes a key's row.</summary>
    /// <returns>False if there was none.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiKeys.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>One page of a tenant's keys, oldest first; ties are ordered by id.</summary>
    /// <param name="tenantId">The tenant; an unknown one has no keys.</param>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A key id: the page starts right after it.</param>
    /// <param name="before">A key id: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="UnknownCursorException">The tenant has no key with the id given as a cursor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public async Task<Page<ApiKeyRow>> ListAsync(
        string tenantId,
        int limit,
        string? after = null,
        string? before = null,
        CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ApiKeys
            .Where(row => row.TenantId == tenantId)
            .ToPageAsync(limit, after, before, cancellationToken);
    }
}
