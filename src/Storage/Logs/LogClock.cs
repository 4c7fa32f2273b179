using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>Finds a time in the log: rows are written in the order in which requests end, so halving finds it in some twenty look-ups.</summary>
internal static class LogClock
{
    /// <summary>The id of the first request that ended at or after an instant; beyond the last one if none did.</summary>
    public static async Task<long> FirstIdAsync(SqliteConnection connection, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        await using var bounds = connection.CreateCommand();
        bounds.CommandText = "SELECT (SELECT MIN(id) FROM request_log), (SELECT MAX(id) FROM request_log)";
        await using var reader = await bounds.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.IsDBNull(0))
        {
            return 0;
        }

        var (low, high) = (reader.GetInt64(0), reader.GetInt64(1) + 1);
        await using var look = connection.CreateCommand();
        look.CommandText = "SELECT at + total_us / 1000 FROM request_log WHERE id >= @id ORDER BY id LIMIT 1";
        var id = look.Parameters.Add("@id", SqliteType.Integer);
        var milliseconds = instant.ToUnixTimeMilliseconds();
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            id.Value = middle;
            if ((long)(await look.ExecuteScalarAsync(cancellationToken))! >= milliseconds)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
