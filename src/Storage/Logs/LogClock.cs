using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>Finds a time in the log: rows are written in the order in which requests end, so halving finds it in some twenty look-ups.</summary>
internal static class LogClock
{
    /// <summary>The id of the first request that ended at or after an instant; beyond the last one if none did.</summary>
    public static async Task<long> FirstIdAsync(DbConnection connection, DateTimeOffset instant, CancellationToken cancellationToken)
    {
        if (await BoundsAsync(connection, cancellationToken) is not (var low, var high))
        {
            return 0;
        }

        await using var look = connection.Command("SELECT at + total_us / 1000 FROM request_log WHERE id >= @id ORDER BY id LIMIT 1");
        var id = look.Add("@id", low);
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

    private static async Task<(long First, long End)?> BoundsAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var bounds = connection.Command("SELECT (SELECT MIN(id) FROM request_log), (SELECT MAX(id) FROM request_log)");
        await using var reader = await bounds.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.IsDBNull(0) ? null : (reader.GetInt64(0), reader.GetInt64(1) + 1);
    }
}
