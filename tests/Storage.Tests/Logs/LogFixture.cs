using System.Data.Common;

namespace LlmGateway.Storage.Tests;

/// <summary>A log of 200,000 requests over 30 days, of four tenants: big has half of them, tiny has ten.</summary>
public abstract class LogFixture(DatabaseKind kind) : IAsyncLifetime
{
    public const int Rows = 200_000;
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Step = TimeSpan.FromDays(30) / Rows;

    private TempDatabase database = null!;

    public RequestLog Log { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        Log = database.Get<RequestLog>();
        Insert(database, Enumerable.Range(0, Rows).Select(Row));
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    public static RequestLogRow Row(int i)
    {
        var tenant = i % 20_000 == 7 ? "tiny" : i % 2 == 0 ? "big" : i % 3 == 0 ? "middle" : "other";
        return new RequestLogRow
        {
            Id = i + 1,
            RequestId = Id(i),
            At = Start + (i * Step),
            TenantId = tenant,
            KeyId = $"key_{tenant}_{i % 5}",
            UserId = i % 1000 == 7 ? "anna" : null,
            Operation = "chat",
            Model = i % 4 == 3 ? "large" : "small",
            Status = i % 50_000 == 14 ? 503 : i % 100 == 7 ? 429 : i % 1000 == 8 ? 400 : 200,
            TotalMicroseconds = 1000,
            Metadata = i % 10_000 == 8 ? """{"ticket":"ABC-17","team":"red"}""" : """{"team":"red"}""",
        };
    }

    public static string Id(int i) => $"req_{(Start + (i * Step)).ToUnixTimeMilliseconds():x12}{i:x20}";

    internal static void Insert(TempDatabase database, IEnumerable<RequestLogRow> rows)
    {
        if (database is TempPostgres)
        {
            using var sink = database.Database.OpenSink(new LedgerOptions());
            foreach (var chunk in rows.Chunk(10_000))
            {
                sink.Write([], [.. chunk]);
            }

            database.Execute("ANALYZE request_log");
            return;
        }

        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        Insert(connection, rows);
        transaction.Commit();
    }

    private static void Insert(DbConnection connection, IEnumerable<RequestLogRow> rows)
    {
        using var log = connection.CreateCommand();
        log.CommandText =
            """
            INSERT INTO request_log (id, request_id, at, tenant_id, key_id, user_id, operation, model, status, stream, input_tokens, output_tokens, total_us, metadata)
            VALUES (@id, @request, @at, @tenant, @key, @user, 'chat', @model, @status, 0, 1, 2, @total, @metadata)
            """;
        using var text = connection.CreateCommand();
        text.CommandText = "INSERT INTO request_log_text (rowid, metadata) VALUES (@id, @metadata)";
        foreach (var row in rows)
        {
            log.Parameters.Clear();
            text.Parameters.Clear();
            (string, object?)[] values =
            [
                ("@id", row.Id), ("@request", row.RequestId), ("@at", row.At.ToUnixTimeMilliseconds()), ("@tenant", row.TenantId), ("@key", row.KeyId),
                ("@user", row.UserId), ("@model", row.Model), ("@status", row.Status), ("@total", row.TotalMicroseconds), ("@metadata", row.Metadata),
            ];
            foreach (var (name, value) in values)
            {
                log.Add(name, value);
            }

            log.ExecuteNonQuery();
            text.Add("@id", row.Id);
            text.Add("@metadata", row.Metadata ?? "");
            text.ExecuteNonQuery();
        }
    }

    public sealed class OnSqlite() : LogFixture(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : LogFixture(DatabaseKind.Postgres);
}
