
namespace LlmGateway.Storage;

/// <summary>Sums of what was used, read from the hourly rollups, and from the ledger for sums by the minute. Safe to share.</summary>
/// <remarks>Plain SQL: sums must come at once among ten million ledger rows. Their costs are the ledger's own, never computed again from prices.</remarks>
public sealed class UsageQueries(GatewayDatabase database)
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>The longest time that can be summed by the minute.</summary>
    public static readonly TimeSpan LongestByMinute = TimeSpan.FromDays(1);

    /// <summary>Sums by the query's groups, ordered by time, tenant, key, model and application; without groups one row, always.</summary>
    /// <param name="query">Which usage.</param>
    /// <param name="limit">The most rows to return, 1 to <see cref="MaxLimit"/>.</param>
    /// <param name="after">A row's <see cref="UsageRow.Cursor"/>: the page starts right after it.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="UnknownCursorException">The cursor is of no row grouped like these.</exception>
    /// <exception cref="ArgumentException">Sums by the minute without a tenant, or over more than <see cref="LongestByMinute"/>.</exception>
    public async Task<Page<UsageRow>> SumAsync(UsageQuery query, int limit = MaxLimit, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        if (query.Bucket == UsageBucket.Minute && (query.Tenant is null || !(query.To - query.From <= LongestByMinute)))
        {
            throw new ArgumentException("Sums by the minute are for one tenant and for a day at most.", nameof(query));
        }

        var statement = new UsageStatement(database.Sql, query);
        await using var connection = await database.OpenAsync(cancellationToken);
        // One row more than asked for tells whether the list goes on.
        await using var command = statement.Create(connection, limit + 1, after);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<UsageRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(statement.Read(reader));
        }

        var hasMore = rows.Count > limit;
        if (hasMore)
        {
            rows.RemoveAt(limit);
        }

        return new Page<UsageRow>(rows, hasMore);
    }
}
