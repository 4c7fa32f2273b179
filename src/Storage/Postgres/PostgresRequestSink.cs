using Npgsql;

namespace LlmGateway.Storage;

/// <summary>Writes to PostgreSQL: each batch is one message and one transaction, committed as the server is set to commit.</summary>
/// <remarks>
/// Several silos write at once. Rows that two of them may change are locked in the order of their keys, so that neither can wait for the other in a circle.
/// </remarks>
internal sealed class PostgresRequestSink : IRequestSink
{
    // How long a batch may take before its connection is given up.
    private const int CommandSeconds = 10;

    private readonly NpgsqlConnection _connection;
    private readonly KeyMinutes _keyMinutes = new();

    public PostgresRequestSink(string connectionString)
    {
        _connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = CommandSeconds,
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 2,
        }.ConnectionString);
        try
        {
            _connection.Open();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public void Write(List<RequestRecord> records, List<RequestLogRow> log)
    {
        try
        {
            // Without a transaction of ours, the server makes one of all that comes in a message.
            using var batch = _connection.CreateBatch();
            if (records.Count > 0)
            {
                AddLedger(batch, [.. records.Select(record => record.Ledger)]);
                AddUses(batch, [.. records.Select(record => record.Ledger)]);
                AddAnswers(batch, [.. records.Select(record => record.Answer).OfType<StoredAnswerRow>()]);
            }

            if (log.Count > 0)
            {
                AddLog(batch, log);
            }

            batch.ExecuteNonQuery();
        }
        catch
        {
            _keyMinutes.Clear();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    // The hours are summed of the rows that were new, the days when the hours are written: the CTEs run in this order because each reads the one before.
    private static void AddLedger(NpgsqlBatch batch, List<LedgerRow> rows)
    {
        rows.Sort((one, other) => string.CompareOrdinal(one.RequestId, other.RequestId));
        var columns = new ColumnArrays<LedgerRow>(rows)
            .Text("request_id", row => row.RequestId).Number("at", row => row.At.ToUnixTimeMilliseconds()).Text("tenant_id", row => row.TenantId)
            .Text("key_id", row => row.KeyId).Text("user_id", row => row.UserId).Text("app_id", row => row.AppId).Text("model", row => row.Model)
            .Text("version", row => row.Version).Text("replica", row => row.Replica).Text("operation", row => row.Operation)
            .Text("status", row => row.Status.Word()).Number("input_tokens", row => row.InputTokens).Number("cached_tokens", row => row.CachedTokens)
            .Number("output_tokens", row => row.OutputTokens).Number("reasoning_tokens", row => row.ReasoningTokens).Number("cost_micros", row => row.CostMicros)
            .Number("queue_us", row => row.QueueMicroseconds).Number("first_token_us", row => row.FirstTokenMicroseconds)
            .Number("total_us", row => row.TotalMicroseconds);
        columns.AddTo(
            batch,
            $"""
            WITH added AS
            (
                INSERT INTO ledger ({columns.Names}) SELECT * FROM {columns.Rows} ON CONFLICT (request_id) DO NOTHING
                RETURNING at, tenant_id, key_id, model, app_id, operation, status, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_micros
            ),
            hours AS ({Sums("usage_hours", "hour", "3600000", "")})
            {Sums("usage_days", "day", "86400000", "WHERE (SELECT count(*) FROM hours) >= 0")}
            """);
    }

    private static string Sums(string table, string start, string milliseconds, string condition) =>
        $"""
        INSERT INTO {table} AS stored ({start}, tenant_id, key_id, model, app_id, operation, requests, failures, input_tokens, cached_tokens, output_tokens,
            reasoning_tokens, cost_micros)
        SELECT at - at % {milliseconds}, tenant_id, key_id, model, app_id, operation, count(*), count(*) FILTER (WHERE status <> 'completed'), sum(input_tokens),
            sum(cached_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost_micros)
        FROM added {condition} GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT ({start}, tenant_id, key_id, model, app_id, operation) DO UPDATE SET
            requests = stored.requests + excluded.requests, failures = stored.failures + excluded.failures,
            input_tokens = stored.input_tokens + excluded.input_tokens, cached_tokens = stored.cached_tokens + excluded.cached_tokens,
            output_tokens = stored.output_tokens + excluded.output_tokens, reasoning_tokens = stored.reasoning_tokens + excluded.reasoning_tokens,
            cost_micros = stored.cost_micros + excluded.cost_micros
        RETURNING 1
        """;

    // Nobody waits for it: a key's row that somebody else writes at the moment is left to them.
    private void AddUses(NpgsqlBatch batch, List<LedgerRow> rows)
    {
        var uses = rows.Where(_keyMinutes.IsNew).GroupBy(row => row.KeyId, StringComparer.Ordinal).Select(key => (Id: key.Key, At: key.Max(row => row.At))).ToList();
        if (uses.Count == 0)
        {
            return;
        }

        var columns = new ColumnArrays<(string Id, DateTimeOffset At)>(uses).Text("id", use => use.Id).Number("at", use => use.At.ToUnixTimeMilliseconds());
        columns.AddTo(
            batch,
            $"""
            WITH used AS
            (
                SELECT r.id, r.at FROM api_keys k JOIN {columns.Rows} ON k.id = r.id ORDER BY k.id FOR UPDATE OF k SKIP LOCKED
            )
            UPDATE api_keys k SET last_used_at = used.at FROM used WHERE k.id = used.id AND COALESCE(k.last_used_at, 0) < used.at
            """);
    }

    private static void AddAnswers(NpgsqlBatch batch, List<StoredAnswerRow> answers)
    {
        if (answers.Count == 0)
        {
            return;
        }

        // One statement can't change a row twice: of answers with one key, the last counts.
        var rows = answers.GroupBy(answer => (answer.TenantId, answer.KeyHash)).Select(same => same.Last())
            .OrderBy(answer => answer.TenantId, StringComparer.Ordinal).ThenBy(answer => answer.KeyHash, StringComparer.Ordinal).ToList();
        var columns = new ColumnArrays<StoredAnswerRow>(rows)
            .Text("tenant_id", row => row.TenantId).Text("key_hash", row => row.KeyHash).Text("request_hash", row => row.RequestHash)
            .Text("request_id", row => row.RequestId).Text("silo", row => row.Silo).Number("at", row => row.At.ToUnixTimeMilliseconds())
            .Number("status", row => row.Status).Text("content_type", row => row.ContentType).Bytes("body", row => row.Body);
        columns.AddTo(
            batch,
            $"""
            INSERT INTO stored_answers ({columns.Names}) SELECT * FROM {columns.Rows}
            ON CONFLICT (tenant_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, request_id = excluded.request_id, silo = excluded.silo,
                at = excluded.at, status = excluded.status, content_type = excluded.content_type, body = excluded.body
            """);
    }

    private static void AddLog(NpgsqlBatch batch, List<RequestLogRow> rows)
    {
        var columns = new ColumnArrays<RequestLogRow>(rows)
            .Text("request_id", row => row.RequestId).Number("at", row => row.At.ToUnixTimeMilliseconds()).Text("tenant_id", row => row.TenantId)
            .Text("key_id", row => row.KeyId).Text("user_id", row => row.UserId).Text("operation", row => row.Operation).Text("model", row => row.Model)
            .Text("version", row => row.Version).Number("status", row => row.Status).Text("error", row => row.Error).Flag("stream", row => row.Stream)
            .Number("input_tokens", row => row.InputTokens).Number("output_tokens", row => row.OutputTokens)
            .Number("first_token_us", row => row.FirstTokenMicroseconds).Number("total_us", row => row.TotalMicroseconds).Text("metadata", row => row.Metadata)
            .Bytes("request_body", row => row.RequestBody).Bytes("response_body", row => row.ResponseBody)
            .Text("words", row => row.Metadata is { } metadata ? PostgresWords.Vector(metadata) : null, "tsvector");
        columns.AddTo(batch, $"INSERT INTO request_log ({columns.Names}) SELECT {columns.Values} FROM {columns.Rows} ON CONFLICT (request_id) DO NOTHING");
    }
}
