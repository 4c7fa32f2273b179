using LlmGateway.Silo.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Silo.Tests.Api.Admin;

/// <summary>Requests of the past: rows of the ledger with their rollups, written beside the silo.</summary>
internal sealed class LedgerRows(SiloProcess silo, string tenant)
{
    private int _count;

    /// <summary>Adds a request.</summary>
    /// <param name="at">When it was admitted.</param>
    /// <param name="cost">In millionths.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="key">Id of its key.</param>
    /// <param name="operation">What was asked for.</param>
    public void Add(string at, long cost, string model = "gateway-tiny", string key = "key_a", string operation = "chat")
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        (string, object)[] values =
        [
            ("@id", $"req_{tenant}_{_count++}"), ("@at", time), ("@hour", time - (time % 3_600_000)), ("@day", time - (time % 86_400_000)), ("@tenant", tenant), ("@cost", cost), ("@model", model), ("@key", key),
            ("@operation", operation),
        ];
        Run(
            connection,
            """
            INSERT INTO ledger (request_id, at, tenant_id, key_id, app_id, model, version, replica, operation, status, input_tokens, cached_tokens, output_tokens, reasoning_tokens,
                cost_micros, queue_us, total_us)
            VALUES (@id, @at, @tenant, @key, '', @model, 'v1', 'r', @operation, 'completed', 100, 30, 20, 0, @cost, 1, 1)
            """,
            values);
        foreach (var (table, start) in (ReadOnlySpan<(string, string)>)[("usage_hours", "hour"), ("usage_days", "day")])
        {
            Run(
                connection,
                $"""
                INSERT INTO {table} ({start}, tenant_id, key_id, model, app_id, operation, requests, failures, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_micros)
                VALUES (@{start}, @tenant, @key, @model, '', @operation, 1, 0, 100, 30, 20, 0, @cost)
                ON CONFLICT DO UPDATE SET requests = requests + 1, input_tokens = input_tokens + 100, cached_tokens = cached_tokens + 30, output_tokens = output_tokens + 20,
                    cost_micros = cost_micros + @cost
                """,
                values);
        }

        transaction.Commit();
    }

    /// <summary>What the ledger itself says that the tenant owes for a time, in millionths.</summary>
    public long Owed(string from, string to)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(SUM(cost_micros), 0) FROM ledger WHERE tenant_id = @tenant AND at >= unixepoch(@from) * 1000 AND at < unixepoch(@to) * 1000";
        command.Parameters.AddWithValue("@tenant", tenant);
        command.Parameters.AddWithValue("@from", from);
        command.Parameters.AddWithValue("@to", to);
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values.Where(value => sql.Contains(value.Item1, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(silo.Data, "gateway.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
