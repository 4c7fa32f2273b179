using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Inserts a row or overwrites the one with its id.</summary>
internal static class RowUpsert
{
    public static async Task ExecuteAsync<T>(
        IDbContextFactory<GatewayDbContext> contexts,
        T row,
        CancellationToken cancellationToken)
        where T : class, IKeysetRow
    {
        try
        {
            await TryExecuteAsync(contexts, row, cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another writer may have inserted or deleted the row since it was looked up: then the second try sees that.
            // A row that breaks a constraint fails again, and that is the caller's to know.
            await TryExecuteAsync(contexts, row, cancellationToken);
        }
    }

    private static async Task TryExecuteAsync<T>(
        IDbContextFactory<GatewayDbContext> contexts,
        T row,
        CancellationToken cancellationToken)
        where T : class, IKeysetRow
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await context.Set<T>().FindAsync([row.Id], cancellationToken);
        if (stored is null)
        {
            context.Add(row);
        }
        else
        {
            context.Entry(stored).CurrentValues.SetValues(row);
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
