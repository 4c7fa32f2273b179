using Microsoft.Data.Sqlite;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>A row of the ledger, read from the silo's database file.</summary>
public sealed record LedgerEntry(string Status, long Input, long Cached, long Output, long Reasoning, long CostMicros)
{
    public static LedgerEntry? Find(string data, string requestId)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "gateway.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT status, input_tokens, cached_tokens, output_tokens, reasoning_tokens, cost_micros FROM ledger WHERE request_id = @id";
        command.Parameters.AddWithValue("@id", requestId);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new LedgerEntry(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5))
            : null;
    }
}
