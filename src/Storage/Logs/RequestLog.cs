using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>Reads the request log, which <see cref="LedgerWriter"/> writes. Safe to share.</summary>
/// <remarks>Plain SQL that names its indexes: a page must come at once among ten million rows.</remarks>
public sealed class RequestLog(GatewayDatabase database)
{
    private const int MaxLimit = 1000;

    // Rows are written in the order in which requests end. A request that ran for longer than this is not found by lists that end before it ended.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);

    // Written later than it ended: while the database did not take rows.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>One page of the log, newest first, without bodies.</summary>
    /// <param name="query">Which requests.</param>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A request's id: the page starts right after it, with the next older one.</param>
    /// <param name="before">A request's id: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    /// <exception cref="UnknownCursorException">No request has the id given as a cursor.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public async Task<Page<RequestLogRow>> ListAsync(
        RequestLogQuery query, int limit, string? after = null, string? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        await using var connection = await database.OpenAsync(cancellationToken);

        var max = after is null ? long.MaxValue : await CursorAsync(connection, after, nameof(after), cancellationToken);
        var min = before is null ? 0 : await CursorAsync(connection, before, nameof(before), cancellationToken) + 1;
        if (query.From is { } from)
        {
            min = Math.Max(min, await LogClock.FirstIdAsync(connection, from - LongestDelay, cancellationToken));
        }

        if (query.To is { } to)
        {
            max = Math.Min(max, await LogClock.FirstIdAsync(connection, to + LongestRequest, cancellationToken));
        }

        // One row more than asked for tells whether the list goes on.
        var oldestFirst = before is not null && after is null;
        var rows = await new LogSearch(connection, database.Sql, query).ReadAsync(min, max, limit + 1, oldestFirst, cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore)
        {
            rows.RemoveAt(limit);
        }

        if (oldestFirst)
        {
            rows.Reverse();
        }

        return new Page<RequestLogRow>(rows, hasMore);
    }

    /// <summary>A request with its sealed bodies, or null if the log has none of this id.</summary>
    public async Task<RequestLogRow?> FindAsync(string requestId, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Command($"SELECT {LogRows.Columns}, request_body, response_body FROM request_log WHERE request_id = @id", ("@id", requestId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? LogRows.Read(reader) : null;
    }

    /// <summary>How a search would be done, for tests.</summary>
    internal async Task<IReadOnlyList<string>> ExplainAsync(RequestLogQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await new LogSearch(connection, database.Sql, query).ExplainAsync(cancellationToken);
    }

    private static async Task<long> CursorAsync(DbConnection connection, string requestId, string paramName, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT id FROM request_log WHERE request_id = @id", ("@id", requestId));
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? throw new UnknownCursorException(requestId, paramName);
    }
}
