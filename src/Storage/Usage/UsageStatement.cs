using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>The SQL of one query for sums, with its parameters.</summary>
/// <remarks>Columns are named here alone: all that a caller can choose are parameters.</remarks>
internal sealed class UsageStatement(UsageQuery query)
{
    private const long Minute = 60_000;
    private const long Hour = 3_600_000;
    private const string Day = "86400000";

    private const string HourSums =
        "SUM(requests), SUM(failures), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)";

    private const string LedgerSums =
        "COUNT(*), SUM(status <> 'completed'), SUM(input_tokens), SUM(cached_tokens), SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)";

    private bool ByMinute => query.Bucket == UsageBucket.Minute;

    public SqliteCommand Create(SqliteConnection connection, int limit, string? after)
    {
        var command = connection.CreateCommand();
        var columns = Columns();
        List<string> conditions = [.. Conditions(command)];
        if (after is not null && columns.Count > 0)
        {
            var parts = UsageCursor.Read(after, columns.Count);
            conditions.Add($"({string.Join(", ", columns)}) > ({string.Join(", ", parts.Select((_, i) => $"@after{i}"))})");
            for (var i = 0; i < parts.Length; i++)
            {
                command.Parameters.AddWithValue($"@after{i}", i == 0 && query.Bucket != UsageBucket.None ? Time(parts[i], after) : parts[i]);
            }
        }

        var (table, sums) = ByMinute ? ("ledger INDEXED BY ix_ledger_tenant_id_at", LedgerSums) : ("usage_hours", HourSums);
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var keys = string.Join(", ", columns);
        command.CommandText = columns.Count == 0
            ? $"SELECT {sums} FROM {table}{where}"
            : $"SELECT {keys}, {sums} FROM {table}{where} GROUP BY {keys} ORDER BY {keys} LIMIT @limit";
        command.Parameters.AddWithValue("@limit", limit);
        return command;
    }

    public UsageRow Read(SqliteDataReader reader)
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
    private static long Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? 0 : reader.GetInt64(column);

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

    private IEnumerable<string> Conditions(SqliteCommand command)
    {
        var (time, length) = ByMinute ? ("at", Minute) : ("hour", Hour);
        foreach (var (condition, name, value) in (IEnumerable<(string, string, object?)>)
        [
            ("tenant_id = @tenant", "@tenant", query.Tenant),
            ($"{time} >= @from", "@from", Truncate(query.From, length)),
            ($"{time} < @to", "@to", Truncate(query.To, length)),
            ("app_id = @app", "@app", query.App),
            (In("key_id", "@keys"), "@keys", Json(query.Keys)),
            (In("model", "@models"), "@models", Json(query.Models)),
            (In("operation", "@operations"), "@operations", Json(query.Operations)),
        ])
        {
            if (value is not null)
            {
                command.Parameters.AddWithValue(name, value);
                yield return condition;
            }
        }
    }

    private static string In(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    private static string? Json(IReadOnlyCollection<string>? values) =>
        values is null ? null : JsonSerializer.Serialize([.. values], StorageJsonContext.Default.StringArray);

    private static long? Truncate(DateTimeOffset? time, long length) => time?.ToUnixTimeMilliseconds() is { } at ? at - (at % length) : null;
}
