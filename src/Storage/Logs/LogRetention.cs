using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>Deletes what is kept no longer, in small transactions: a writer waits for one of them at most. Safe to share.</summary>
public sealed class LogRetention(GatewayDatabase database)
{
    /// <summary>The most log rows that one transaction deletes.</summary>
    public const int Batch = 1000;

    // Answers are up to some megabytes each.
    private const int AnswerBatch = 100;
    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);

    /// <summary>The tenants that the log knows, deleted ones included.</summary>
    public async Task<IReadOnlyList<string>> TenantsAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // From tenant to tenant by the index: what a DISTINCT would read is the whole of it.
        await using var command = connection.Command("SELECT MIN(tenant_id) FROM request_log WHERE tenant_id > @last");
        var last = command.Add("@last", "");
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
        await using var connection = await database.OpenAsync(cancellationToken);
        var end = await LogClock.FirstIdAsync(connection, before + LongestRequest, cancellationToken);
        List<long> ids = [];
        await using (var find = connection.Command(
            $"""
            SELECT id FROM request_log {database.Sql.ByIndex("ix_request_log_tenant_id_id")}
            WHERE tenant_id = @tenant AND id < @end AND at < @before ORDER BY id LIMIT @limit
            """,
            ("@tenant", tenantId),
            ("@end", end),
            ("@before", before.ToUnixTimeMilliseconds()),
            ("@limit", Batch)))
        {
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
        await using var connection = await database.OpenAsync(cancellationToken);
        var rowId = database.Sql.RowId;
        await using var command = connection.Command(
            $"DELETE FROM stored_answers WHERE {rowId} IN (SELECT {rowId} FROM stored_answers WHERE at < @before ORDER BY at LIMIT @limit)",
            ("@before", before.ToUnixTimeMilliseconds()),
            ("@limit", AnswerBatch));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task DeleteAsync(DbConnection connection, List<long> ids, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(database.Sql.DeleteLog);
        command.Transaction = transaction;
        var row = command.Add("@id", 0L);
        foreach (var id in ids)
        {
            row.Value = id;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
