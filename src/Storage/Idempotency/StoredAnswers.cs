using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>Decides which of several requests with one idempotency key is the first. Safe to share.</summary>
/// <remarks>The answer itself is stored by <see cref="LedgerWriter"/>, in the transaction that bills it.</remarks>
public sealed class StoredAnswers(GatewayDatabase database)
{
    /// <summary>Enters a request that begins.</summary>
    /// <returns>Null if it is the first; otherwise the request that came before, with its answer if it has ended.</returns>
    public async Task<StoredAnswerRow?> BeginAsync(StoredAnswerRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var connection = await database.OpenAsync(cancellationToken);
        while (true)
        {
            await using var insert = Command(
                connection,
                """
                INSERT INTO stored_answers (tenant_id, key_hash, request_hash, request_id, silo, at) VALUES (@tenant, @key, @hash, @request, @silo, @at)
                ON CONFLICT (tenant_id, key_hash) DO NOTHING
                """,
                row.TenantId,
                row.KeyHash,
                row.RequestId);
            insert.Add("@hash", row.RequestHash);
            insert.Add("@silo", row.Silo);
            insert.Add("@at", row.At.ToUnixTimeMilliseconds());
            if (await insert.ExecuteNonQueryAsync(cancellationToken) > 0)
            {
                return null;
            }

            // None if it was removed since: then this one is the first after all.
            if (await FindAsync(connection, row, cancellationToken) is { } existing)
            {
                return existing;
            }
        }
    }

    /// <summary>Removes a request, so that the next one with its key runs.</summary>
    /// <param name="row">The request; another one with the same key stays.</param>
    /// <param name="unlessAnswered">Whether it stays if its answer was stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RemoveAsync(StoredAnswerRow row, bool unlessAnswered, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        await using var connection = await database.OpenAsync(cancellationToken);
        var condition = unlessAnswered ? " AND status IS NULL" : "";
        await using var delete = Command(
            connection, $"DELETE FROM stored_answers WHERE tenant_id = @tenant AND key_hash = @key AND request_id = @request{condition}", row.TenantId, row.KeyHash, row.RequestId);
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<StoredAnswerRow?> FindAsync(DbConnection connection, StoredAnswerRow row, CancellationToken cancellationToken)
    {
        await using var select = Command(
            connection,
            "SELECT request_hash, request_id, silo, at, status, content_type, body FROM stored_answers WHERE tenant_id = @tenant AND key_hash = @key",
            row.TenantId,
            row.KeyHash);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new StoredAnswerRow
        {
            TenantId = row.TenantId,
            KeyHash = row.KeyHash,
            RequestHash = reader.GetString(0),
            RequestId = reader.GetString(1),
            Silo = reader.GetString(2),
            At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)),
            Status = reader.IsDBNull(4) ? null : reader.GetInt32(4),
            ContentType = reader.IsDBNull(5) ? null : reader.GetString(5),
            Body = reader.IsDBNull(6) ? null : (byte[])reader[6],
        };
    }

    private static DbCommand Command(DbConnection connection, string sql, string tenant, string key, string? request = null)
    {
        var command = connection.Command(sql, ("@tenant", tenant), ("@key", key));
        if (request is not null)
        {
            command.Add("@request", request);
        }

        return command;
    }
}
