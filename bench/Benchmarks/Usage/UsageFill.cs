using LlmGateway.Storage;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Benchmarks.Usage;

/// <summary>Fills a database of the real schema with 90 days of requests: a ledger, its rollups, and a request log.</summary>
/// <remarks>300 tenants, of which the largest makes a seventh of all requests; 3 keys and 2 of 40 models each. The clock's hours are equally busy.</remarks>
internal sealed class UsageFill(string connectionString, long rows)
{
    public const int Days = 90;
    private const int HoursAtOnce = 24;
    public static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    // Everything random is computed once a row, in the first part.
    private const string Ledger =
        """
        WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < @rows),
        drawn AS MATERIALIZED (
            SELECT n, abs(random() % 1000000) / 1000000.0 AS u, abs(random() % 3) AS key, abs(random() % 4) AS model, abs(random() % 100) AS luck, abs(random() % 2000) AS input,
                abs(random() % 500) AS output
            FROM numbers),
        requests AS MATERIALIZED (SELECT *, @start + n * @length / @rows AS at, CAST(300 * u * u * u AS INTEGER) AS tenant FROM drawn)
        INSERT INTO ledger (request_id, at, tenant_id, key_id, user_id, app_id, model, version, replica, operation, status, input_tokens, cached_tokens, output_tokens,
            reasoning_tokens, cost_micros, queue_us, first_token_us, total_us)
        SELECT printf('req_%012x%020x', at, n), at, printf('tenant-%03d', tenant), printf('key_%024x', tenant * 3 + key), CASE WHEN luck % 2 THEN printf('user-%d', u * 10000) END,
            CASE WHEN tenant % 3 = 0 AND key = 0 THEN 'assistant' ELSE '' END, printf('model-%02d', (tenant * 7 + model / 3) % 40), 'v1', 'replica-1',
            CASE WHEN luck < 80 THEN 'chat' ELSE 'embeddings' END, CASE luck WHEN 50 THEN 'cancelled' WHEN 51 THEN 'failed' ELSE 'completed' END,
            input, input / 3, output, 0, input * 2 + output * 6, 500, 20000, 900000
        FROM requests
        """;

    private const string Hours =
        """
        INSERT INTO usage_hours SELECT at - at % 3600000, tenant_id, key_id, model, app_id, operation, COUNT(*), SUM(status <> 'completed'), SUM(input_tokens), SUM(cached_tokens),
            SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)
        FROM ledger WHERE rowid > @last GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string DaySums =
        """
        INSERT INTO usage_days SELECT hour - hour % 86400000, tenant_id, key_id, model, app_id, operation, SUM(requests), SUM(failures), SUM(input_tokens), SUM(cached_tokens),
            SUM(output_tokens), SUM(reasoning_tokens), SUM(cost_micros)
        FROM usage_hours GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string Log =
        """
        INSERT INTO request_log (id, request_id, at, tenant_id, key_id, user_id, operation, model, version, status, stream, input_tokens, output_tokens, first_token_us, total_us, metadata)
        SELECT rowid, request_id, at, tenant_id, key_id, user_id, operation, model, version, CASE status WHEN 'completed' THEN 200 WHEN 'cancelled' THEN 499 ELSE 503 END, 0,
            input_tokens, output_tokens, first_token_us, total_us, CASE rowid % 10 WHEN 0 THEN printf('{"ticket":"T-%d","team":"team%d"}', rowid / 1000, rowid % 70) END
        FROM ledger WHERE rowid > @last
        """;

    private const string LogText = "INSERT INTO request_log_text (rowid, metadata) SELECT id, metadata FROM request_log WHERE id > @last AND metadata IS NOT NULL";

    public async Task RunAsync()
    {
        await GatewayDatabase.OnSqlite(connectionString).MigrateAsync();
        await using SqliteConnection connection = new($"{connectionString};Pooling=False");
        await connection.OpenAsync();
        await ExecuteAsync(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA wal_autocheckpoint = 100000", 0, 0);
        for (var hour = 0; hour < Days * 24; hour += HoursAtOnce)
        {
            await using var transaction = connection.BeginTransaction();
            for (var i = hour; i < hour + HoursAtOnce; i++)
            {
                var last = await LastAsync(connection);
                await ExecuteAsync(connection, Ledger, Start.AddHours(i).ToUnixTimeMilliseconds(), last);
                await ExecuteAsync(connection, Hours, 0, last);
                await ExecuteAsync(connection, Log, 0, last);
                await ExecuteAsync(connection, LogText, 0, last);
            }

            await transaction.CommitAsync();
        }

        await ExecuteAsync(connection, DaySums, 0, 0);
        await ExecuteAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)", 0, 0);
    }

    private static async Task<long> LastAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(MAX(rowid), 0) FROM ledger";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(SqliteConnection connection, string sql, long start, long last)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@rows", rows / (Days * 24));
        command.Parameters.AddWithValue("@length", 3_600_000L);
        command.Parameters.AddWithValue("@start", start);
        command.Parameters.AddWithValue("@last", last);
        await command.ExecuteNonQueryAsync();
    }
}
