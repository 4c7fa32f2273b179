using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmGateway.Storage;

/// <summary>Writes to a SQLite file: one connection, prepared statements.</summary>
internal sealed class SqliteRequestSink : IRequestSink
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(1);
    // 32 MB of log: a checkpoint stops commits for milliseconds, and rows of the same pages are moved once.
    private const int PagesBetweenCheckpoints = 8000;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _ledger;
    private readonly SqliteStatement _hour;
    private readonly SqliteStatement _day;
    private readonly SqliteStatement _answer;
    private readonly SqliteStatement _log;
    private readonly SqliteStatement _logText;
    private readonly SqliteStatement _keyUse;
    private readonly Dictionary<UsageHour, UsageSum> _hours = [];
    private readonly KeyMinutes _keyMinutes = new();

    /// <param name="connectionString">The gateway's database.</param>
    /// <param name="toDisk">Whether a commit waits for the disk, so that it outlives a loss of power; it outlives the process in any case.</param>
    public SqliteRequestSink(string connectionString, bool toDisk)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        _connection.Open();
        raw.sqlite3_busy_timeout(_connection.Handle, (int)BusyTimeout.TotalMilliseconds);
        Set($"synchronous = {(toDisk ? "FULL" : "NORMAL")}");
        Set($"wal_autocheckpoint = {PagesBetweenCheckpoints}");
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _ledger = Prepare(
            """
            INSERT INTO ledger (request_id, at, tenant_id, key_id, user_id, app_id, model, version, replica, operation, status, input_tokens,
                cached_tokens, output_tokens, reasoning_tokens, cost_micros, queue_us, first_token_us, total_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING
            """);
        _hour = PrepareSums("usage_hours", "hour");
        _day = PrepareSums("usage_days", "day");
        _answer = Prepare(
            """
            INSERT INTO stored_answers (tenant_id, key_hash, request_hash, request_id, silo, at, status, content_type, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, request_id = excluded.request_id, silo = excluded.silo,
                at = excluded.at, status = excluded.status, content_type = excluded.content_type, body = excluded.body
            """);
        _log = Prepare(
            """
            INSERT INTO request_log (request_id, at, tenant_id, key_id, user_id, operation, model, version, status, error, stream, input_tokens, output_tokens,
                first_token_us, total_us, metadata, request_body, response_body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING
            """);
        _logText = Prepare("INSERT INTO request_log_text (rowid, metadata) VALUES (?, ?)");
        _keyUse = Prepare("UPDATE api_keys SET last_used_at = ? WHERE id = ?");
    }

    public void Write(List<RequestRecord> records, List<RequestLogRow> log)
    {
        _begin.Run();
        try
        {
            foreach (var record in records)
            {
                Write(record);
            }

            WriteHours();
            foreach (var row in log)
            {
                Write(row);
            }

            _commit.Run();
        }
        catch
        {
            _keyMinutes.Clear();
            _hours.Clear();
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.Run(); // SQLite ends some transactions itself, such as that of a full disk.
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _commit, _rollback, _ledger, _hour, _day, _answer, _log, _logText, _keyUse])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Set(FormattableString pragma)
    {
        using var statement = Prepare(FormattableString.Invariant($"PRAGMA {pragma}"));
        statement.Run();
    }

    private SqliteStatement Prepare(string sql) => new(_connection, sql);

    private SqliteStatement PrepareSums(string table, string start) => Prepare(
        $"""
        INSERT INTO {table} ({start}, tenant_id, key_id, model, app_id, operation, requests, failures, input_tokens, cached_tokens, output_tokens,
            reasoning_tokens, cost_micros)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT ({start}, tenant_id, key_id, model, app_id, operation) DO UPDATE SET
            requests = requests + excluded.requests, failures = failures + excluded.failures, input_tokens = input_tokens + excluded.input_tokens,
            cached_tokens = cached_tokens + excluded.cached_tokens, output_tokens = output_tokens + excluded.output_tokens,
            reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens, cost_micros = cost_micros + excluded.cost_micros
        """);

    private void Write(RequestRecord record)
    {
        var row = record.Ledger;
        var isNew = _ledger.Bind(row.RequestId).Bind(row.At).Bind(row.TenantId).Bind(row.KeyId).Bind(row.UserId).Bind(row.AppId).Bind(row.Model)
            .Bind(row.Version).Bind(row.Replica).Bind(row.Operation).Bind(row.Status.Word()).Bind(row.InputTokens).Bind(row.CachedTokens)
            .Bind(row.OutputTokens).Bind(row.ReasoningTokens).Bind(row.CostMicros).Bind(row.QueueMicroseconds).Bind(row.FirstTokenMicroseconds)
            .Bind(row.TotalMicroseconds).Run() > 0;
        if (isNew)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_hours, UsageHour.Of(row), out _).Add(row);
            NoteUse(row);
        }

        if (record.Answer is { } answer)
        {
            _answer.Bind(answer.TenantId).Bind(answer.KeyHash).Bind(answer.RequestHash).Bind(answer.RequestId).Bind(answer.Silo).Bind(answer.At)
                .Bind(answer.Status).Bind(answer.ContentType).Bind(answer.Body).Run();
        }
    }

    private void WriteHours()
    {
        foreach (var (hour, sum) in _hours)
        {
            AddSums(_hour, hour.Milliseconds, hour, sum);
            AddSums(_day, hour.Milliseconds - hour.Milliseconds % UsageHour.Day, hour, sum);
        }

        _hours.Clear();
    }

    private static void AddSums(SqliteStatement statement, long start, in UsageHour of, in UsageSum sum) => statement
        .Bind(start).Bind(of.TenantId).Bind(of.KeyId).Bind(of.Model).Bind(of.AppId).Bind(of.Operation).Bind(sum.Requests)
        .Bind(sum.Failures).Bind(sum.InputTokens).Bind(sum.CachedTokens).Bind(sum.OutputTokens).Bind(sum.ReasoningTokens).Bind(sum.CostMicros).Run();

    private void Write(RequestLogRow row)
    {
        var isNew = _log.Bind(row.RequestId).Bind(row.At).Bind(row.TenantId).Bind(row.KeyId).Bind(row.UserId).Bind(row.Operation).Bind(row.Model)
            .Bind(row.Version).Bind(row.Status).Bind(row.Error).Bind(row.Stream ? 1 : 0).Bind(row.InputTokens).Bind(row.OutputTokens)
            .Bind(row.FirstTokenMicroseconds).Bind(row.TotalMicroseconds).Bind(row.Metadata).Bind(row.RequestBody).Bind(row.ResponseBody).Run() > 0;
        if (isNew && row.Metadata is { } metadata)
        {
            _logText.Bind(raw.sqlite3_last_insert_rowid(_connection.Handle)).Bind(metadata).Run();
        }
    }

    private void NoteUse(LedgerRow row)
    {
        if (_keyMinutes.IsNew(row))
        {
            _keyUse.Bind(row.At).Bind(row.KeyId).Run();
        }
    }
}
