using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace LlmGateway.Storage;

/// <summary>The SQL of one query for sums, with its parameters.</summary>
/// <remarks>Columns are named here alone: all that a caller can choose are parameters.</remarks>
internal sealed class UsageStatement(SqlDialect sql, UsageQuery query)
{
    private const long Minute = 60_000;
    private const long Hour = 3_600_000;
    private const string Day = "86400000";

    private const string HourSums =
        "SUM(requests), SUM(failures), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)";

    private const string LedgerSums =
        "COUNT(*), SUM(CASE WHEN status = 'completed' THEN 0 ELSE 1 END), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)";

    private const string Counts = "requests, failures, ";

    private bool ByMinute => query.Bucket == UsageBucket.Minute;

    public DbCommand Create(DbConnection connection, int limit, string? after)
    {
        var command = connection.CreateCommand();
        var columns = Columns();
        List<string> conditions = [];
        var source = Source(command);
        if (after is not null && columns.Count > 0)
        {
            var parts = UsageCursor.Read(after, columns.Count);
            conditions.Add($"({string.Join(", ", columns)}) > ({string.Join(", ", parts.Select((_, i) => $"@after{i}"))})");
            for (var i = 0; i < parts.Length; i++)
            {
                command.Add($"@after{i}", i == 0 && query.Bucket != UsageBucket.None ? Time(parts[i], after) : parts[i]);
            }
        }

        var sums = ByMinute ? LedgerSums : HourSums;
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var keys = string.Join(", ", columns);
        command.CommandText = columns.Count == 0
            ? $"SELECT {sums} FROM {source}{where}"
            : $"SELECT {keys}, {sums} FROM {source}{where} GROUP BY {keys} ORDER BY {keys} LIMIT @limit";
        command.Add("@limit", limit);
        return command;
    }

    public UsageRow Read(DbDataReader reader)
    {
        var next = 0;
        return new UsageRow
        {
            Bucket = query.Bucket == UsageBucket.None ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(next++)),
            Tenant = query.By.HasFlag(UsageGroups.Tenant) ? reader.GetString(next++) : null,
            Key = query.By.HasFlag(UsageGroups.Key) ? reader.GetString(next++) : null,
            Model = query.By.HasFlag(UsageGroups.Model) ? reader.GetString(next++) : null,
            App = query.By.HasFlag(UsageGroups.App) ? reader.GetString(next++) : null,
            Totals = new UsageTotals(
                Number(reader, next), Number(reader, next + 1), Number(reader, next + 2), Number(reader, next + 3), Number(reader, next + 4), Number(reader, next + 5), Number(reader, next + 6)),
        };
    }

    // A sum of no rows is null.
    private static long Number(DbDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

    private static long Time(string text, string after) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : throw new UnknownCursorException(after, nameof(after));

    private List<string> Columns()
    {
        List<string> columns = [];
        if (query.Bucket != UsageBucket.None)
        {
            columns.Add(query.Bucket switch
            {
                UsageBucket.Minute => $"at - at % {Minute}",
                UsageBucket.Hour => "hour",
                _ => $"hour - hour % {Day}",
            });
        }

        foreach (var (group, column) in (ReadOnlySpan<(UsageGroups, string)>)[
            (UsageGroups.Tenant, "tenant_id"), (UsageGroups.Key, "key_id"), (UsageGroups.Model, "model"), (UsageGroups.App, "app_id")])
        {
            if (query.By.HasFlag(group))
            {
                columns.Add(column);
            }
        }

        return columns;
    }

    // Whole days are read from their own sums; the hours before the first and after the last come from those of the hours.
    private string Source(DbCommand command)
    {
        var filters = Filters(command).ToList();
        var (from, to) = (Truncate(query.From, ByMinute ? Minute : Hour), Truncate(query.To, ByMinute ? Minute : Hour));
        if (ByMinute)
        {
            return Alone(Part(command, $"ledger {sql.ByIndex("ix_ledger_tenant_id_at")}", "at, ", "status, ", "at", from, to, filters));
        }

        var firstDay = from is null ? null : (from + UsageHour.Day - 1) / UsageHour.Day * UsageHour.Day;
        var lastDay = to is null ? null : to / UsageHour.Day * UsageHour.Day;
        if (query.Bucket == UsageBucket.Hour || firstDay >= lastDay)
        {
            return Alone(Part(command, "usage_hours", "hour, ", Counts, "hour", from, to, filters));
        }

        List<string> parts = [Part(command, "usage_days", "day AS hour, ", Counts, "day", firstDay, lastDay, filters)];
        if (firstDay > from)
        {
            parts.Add(Part(command, "usage_hours", "hour, ", Counts, "hour", from, firstDay, filters));
        }

        if (lastDay < to)
        {
            parts.Add(Part(command, "usage_hours", "hour, ", Counts, "hour", lastDay, to, filters));
        }

        return Alone(string.Join(" UNION ALL ", parts));
    }

    private static string Alone(string select) => $"({select}) AS part";

    private static string Part(DbCommand command, string table, string start, string counts, string time, long? from, long? to, IEnumerable<string> filters)
    {
        List<string> conditions = [.. filters];
        foreach (var (comparison, value) in (ReadOnlySpan<(string, long?)>)[(">=", from), ("<", to)])
        {
            if (value is not null)
            {
                var name = $"@time{command.Parameters.Count}";
                command.Add(name, value);
                conditions.Add($"{time} {comparison} {name}");
            }
        }

        return $"SELECT {start}tenant_id, key_id, model, app_id, {counts}input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_micros FROM {table}"
            + (conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}");
    }

    private IEnumerable<string> Filters(DbCommand command)
    {
        foreach (var (condition, name, value) in (IEnumerable<(string, string, object?)>)
        [
            ("tenant_id = @tenant", "@tenant", query.Tenant),
            ("app_id = @app", "@app", query.App),
            (In("key_id", "@keys"), "@keys", Json(query.Keys)),
            (In("model", "@models"), "@models", Json(query.Models)),
            (In("operation", "@operations"), "@operations", Json(query.Operations)),
        ])
        {
            if (value is not null)
            {
                command.Add(name, value);
                yield return condition;
            }
        }
    }

    private string In(string column, string parameter) => $"{column} IN ({sql.EachOf(parameter)})";

    private static string? Json(IReadOnlyCollection<string>? values) =>
        values is null ? null : JsonSerializer.Serialize([.. values], StorageJsonContext.Default.StringArray);

    private static long? Truncate(DateTimeOffset? time, long length) => time?.ToUnixTimeMilliseconds() is { } at ? at - (at % length) : null;
}
