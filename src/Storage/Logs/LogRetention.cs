using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>Deletes what is kept no longer, in small transactions: a writer waits for one of them at most. Safe to share.</summary>
public sealed class LogRetention(string connectionString)
{
    /// <summary>The most log rows that one transaction deletes.</summary>
    public const int Batch = 1000;

    // Answers are up to some megabytes each.
    private const int AnswerBatch = 100;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);

    /// <summary>The tenants that the log knows, deleted ones included.</summary>
    public async Task<IReadOnlyList<string>> TenantsAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        await using var command = connection.CreateCommand();
        // From tenant to tenant by the index: what a DISTINCT would read is the whole of it.
        command.CommandText = "SELECT MIN(tenant_id) FROM request_log WHERE tenant_id > @last";
        var last = command.Parameters.AddWithValue("@last", "");
        List<string> tenants = [];
        while (await command.ExecuteScalarAsync(cancellationToken) is string tenant)
        {
            tenants.Add(tenant);
            last.Value = tenant;
        }

        return tenants;
    }

    /// <summary>Deletes a tenant's oldest requests that arrived before an instant, at most <see cref="Batch"/> of them.</summary>
    /// <returns>How many were deleted; fewer than <see cref="Batch"/> once none is left.</returns>
    public async Task<int> DeleteLogAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        var end = await LogClock.FirstIdAsync(connection, before + LongestRequest, cancellationToken);
        List<long> ids = [];
        await using (var find = connection.CreateCommand())
        {
            find.CommandText =
                """
                SELECT id FROM request_log INDEXED BY ix_request_log_tenant_id_id
                WHERE tenant_id = @tenant AND id < @end AND at < @before ORDER BY id LIMIT @limit
                """;
            find.Parameters.AddWithValue("@tenant", tenantId);
            find.Parameters.AddWithValue("@end", end);
            find.Parameters.AddWithValue("@before", before.ToUnixTimeMilliseconds());
            find.Parameters.AddWithValue("@limit", Batch);
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        if (ids.Count > 0)
        {
            await DeleteAsync(connection, ids, cancellationToken);
        }

        return ids.Count;
    }

    /// <summary>Deletes stored answers from before an instant, some of them.</summary>
    /// <returns>How many were deleted; 0 once none is left.</returns>
    public async Task<int> DeleteAnswersAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM stored_answers WHERE rowid IN (SELECT rowid FROM stored_answers WHERE at < @before ORDER BY at LIMIT @limit)";
        command.Parameters.AddWithValue("@before", before.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("@limit", AnswerBatch);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task DeleteAsync(SqliteConnection connection, List<long> ids, CancellationToken cancellationToken)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        await using var text = connection.CreateCommand();
        text.CommandText = "DELETE FROM request_log_text WHERE rowid = @id";
        await using var row = connection.CreateCommand();
        row.CommandText = "DELETE FROM request_log WHERE id = @id";
        var (textId, rowId) = (text.Parameters.Add("@id", SqliteType.Integer), row.Parameters.Add("@id", SqliteType.Integer));
        foreach (var id in ids)
        {
            textId.Value = rowId.Value = id;
            await text.ExecuteNonQueryAsync(cancellationToken);
            await row.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
