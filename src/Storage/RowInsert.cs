using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Adding rows of which others may have been faster to add the same.</summary>
internal static class RowInsert
{
    /// <summary>Adds rows, all of them or none.</summary>
    /// <param name="contexts">The database.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="isTaken">Whether another row has what must be theirs alone; asked when they could not be added.</param>
    /// <param name="cancellationToken">Stops the insertion.</param>
    /// <returns>False if it is taken.</returns>
    /// <exception cref="DbUpdateException">They could not be added for another reason.</exception>
    public static async Task<bool> TryInsertAsync(
        this IDbContextFactory<GatewayDbContext> contexts, IEnumerable<object> rows, Func<GatewayDbContext, Task<bool>> isTaken, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.AddRange(rows);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            await using var look = await contexts.CreateDbContextAsync(cancellationToken);
            if (await isTaken(look))
            {
                return false;
            }

            throw;
        }
    }
}
