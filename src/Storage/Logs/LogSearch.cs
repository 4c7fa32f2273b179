using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>One search of the log: looks which of its filters leaves the fewest rows, and reads by that one's index until the page is full.</summary>
/// <remarks>A page costs what its rows cost, plus, where no filter alone is selective, the rows between them.</remarks>
internal sealed class LogSearch(DbConnection connection, SqlDialect sql, RequestLogQuery query)
{
    // Counting stops here: beyond it, a filter is not selective.
    private const int ProbeLimit = 10_000;
    private const string StatusCheck = "r.status BETWEEN @min_status AND @max_status";

    /// <summary>Rows without bodies in a range of ids, newest first or oldest first.</summary>
    /// <param name="min">The smallest id.</param>
    /// <param name="max">What all ids are below.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="oldestFirst">From which end the rows are taken.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    public async Task<List<RequestLogRow>> ReadAsync(long min, long max, int limit, bool oldestFirst, CancellationToken cancellationToken)
    {
        var filters = await FiltersAsync(cancellationToken);
        if (await ChooseAsync(filters, min, max, cancellationToken) is not { } driver)
        {
            return [];
        }

        await using var command = Command(Sql(driver, filters, oldestFirst), min, max);
        command.Add("@limit", limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RequestLogRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(LogRows.Read(reader));
        }

        return rows;
    }

    /// <summary>What SQLite would do, a line a step.</summary>
    internal async Task<IReadOnlyList<string>> ExplainAsync(CancellationToken cancellationToken)
    {
        var filters = await FiltersAsync(cancellationToken);
        var driver = await ChooseAsync(filters, 0, long.MaxValue, cancellationToken) ?? LogFilter.All(sql);
        await using var command = Command("EXPLAIN QUERY PLAN " + Sql(driver, filters, oldestFirst: false), 0, long.MaxValue);
        command.Add("@limit", 20);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> steps = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private static string Sql(LogFilter driver, List<LogFilter> filters, bool oldestFirst)
    {
        var order = oldestFirst ? "ASC" : "DESC";
        var checks = string.Concat(filters.Where(filter => filter != driver).Select(filter => $" AND {filter.Check}"));
        var branches = driver.Find.Select(find =>
            $"SELECT * FROM (SELECT {driver.Id} FROM {driver.Source}{driver.Join} WHERE {find} AND {driver.Id} >= @min AND {driver.Id} < @max{checks} ORDER BY {driver.Id} {order} LIMIT @limit) AS branch");
        return $"SELECT {LogRows.Columns} FROM request_log WHERE id IN ({string.Join(" UNION ALL ", branches)}) ORDER BY id {order} LIMIT @limit";
    }

    // Null: no row passes.
    private async Task<LogFilter?> ChooseAsync(List<LogFilter> filters, long min, long max, CancellationToken cancellationToken)
    {
        var candidates = filters.Where(filter => filter.Source.Length > 0).ToList();
        if (candidates.Count < 2)
        {
            return candidates.Count == 0 ? LogFilter.All(sql) : candidates[0].Find.IsEmpty ? null : candidates[0];
        }

        LogFilter? best = null;
        var fewest = long.MaxValue;
        foreach (var filter in candidates)
        {
            var count = 0L;
            foreach (var find in filter.Find)
            {
                await using var command = Command($"SELECT COUNT(*) FROM (SELECT 1 FROM {filter.Source} WHERE {find} AND {filter.Id} >= @min AND {filter.Id} < @max LIMIT {ProbeLimit}) AS probe", min, max);
                count += (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            }

            if (count < fewest)
            {
                (best, fewest) = (filter, count);
            }
        }

        return fewest == 0 ? null : best;
    }

    // Of filters that are not selective, the first is taken.
    private async Task<List<LogFilter>> FiltersAsync(CancellationToken cancellationToken)
    {
        List<LogFilter> filters = [];
        if (query.User is not null)
        {
            filters.Add(LogFilter.Column(sql, "user_id", "@user"));
        }

        if (query.Words is not null)
        {
            filters.Add(sql.Words);
        }

        if (query.MinStatus is not null || query.MaxStatus is not null)
        {
            filters.Add(query.MinStatus >= 400
                ? LogFilter.Failed(sql, await StatusesAsync(cancellationToken), StatusCheck)
                : LogFilter.Only(StatusCheck));
        }

        if (query.Key is not null)
        {
            filters.Add(LogFilter.Column(sql, "key_id", "@key"));
        }

        if (query.Tenant is not null)
        {
            filters.Add(LogFilter.Column(sql, "tenant_id", "@tenant"));
        }

        if (query.Model is not null)
        {
            filters.Add(LogFilter.Column(sql, "model", "@model"));
        }

        if (query.From is not null)
        {
            filters.Add(LogFilter.Only("r.at >= @from"));
        }

        if (query.To is not null)
        {
            filters.Add(LogFilter.Only("r.at < @to"));
        }

        return filters;
    }

    // Each status has its own order of ids in the index; there are few, and each is one look-up away from the next.
    private async Task<List<int>> StatusesAsync(CancellationToken cancellationToken)
    {
        List<int> statuses = [];
        var last = (query.MinStatus ?? 0) - 1;
        while (true)
        {
            await using var command = connection.Command(
                "SELECT CAST(MIN(status) AS BIGINT) FROM request_log WHERE status >= 400 AND status > @last AND status <= @max",
                ("@last", last),
                ("@max", query.MaxStatus ?? int.MaxValue));
            if (await command.ExecuteScalarAsync(cancellationToken) is not long status)
            {
                return statuses;
            }

            statuses.Add(last = (int)status);
        }
    }

    private DbCommand Command(string text, long min, long max)
    {
        var command = connection.Command(text);
        (string Name, object? Value)[] parameters =
        [
            ("@min", min), ("@max", max), ("@tenant", query.Tenant), ("@key", query.Key), ("@model", query.Model), ("@user", query.User),
            ("@words", query.Words is { } words ? sql.WordsOf(words) : null), ("@min_status", query.MinStatus ?? 0), ("@max_status", query.MaxStatus ?? int.MaxValue),
            ("@from", query.From?.ToUnixTimeMilliseconds()), ("@to", query.To?.ToUnixTimeMilliseconds()),
        ];
        foreach (var (name, value) in parameters)
        {
            if (value is not null && text.Contains(name, StringComparison.Ordinal))
            {
                command.Add(name, value);
            }
        }

        return command;
    }
}
