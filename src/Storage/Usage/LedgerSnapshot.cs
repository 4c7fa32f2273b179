using System.Data.Common;
using System.Text.Json;

namespace LlmGateway.Storage;

/// <summary>The ledger and the engines' closed sums as they were at one moment, however many rows come meanwhile.</summary>
public sealed class LedgerSnapshot : IAsyncDisposable
{
    private readonly SqlDialect _sql;
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;

    private LedgerSnapshot(SqlDialect sql, DbConnection connection, DbTransaction transaction) => (_sql, _connection, _transaction) = (sql, connection, transaction);

    /// <summary>Those of some requests that the ledger does not have.</summary>
    public async Task<IReadOnlySet<string>> MissingAsync(IReadOnlyCollection<string> requestIds, CancellationToken cancellationToken = default)
    {
        var missing = requestIds.ToHashSet(StringComparer.Ordinal);
        await using var command = Command($"SELECT request_id FROM ledger WHERE request_id IN ({_sql.EachOf("@ids")})");
        command.Add("@ids", JsonSerializer.Serialize([.. missing], StorageJsonContext.Default.StringArray));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            missing.Remove(reader.GetString(0));
        }

        return missing;
    }

    /// <summary>Sums of all journal segments that were closed, by replica.</summary>
    public Task<Dictionary<string, TokenCount>> ClosedAsync(CancellationToken cancellationToken = default) =>
        SumAsync("SELECT replica, SUM(requests), SUM(input_tokens), SUM(output_tokens) FROM engine_counts GROUP BY replica", cancellationToken);

    /// <summary>Sums of the ledger's rows that cost tokens, by replica or upstream. Reads the whole ledger.</summary>
    public Task<Dictionary<string, TokenCount>> LedgerAsync(CancellationToken cancellationToken = default) => SumAsync(
        "SELECT replica, COUNT(*), SUM(input_tokens), SUM(output_tokens) FROM ledger WHERE input_tokens + output_tokens > 0 GROUP BY replica", cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    internal static async Task<LedgerSnapshot> TakeAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken);
        return new LedgerSnapshot(database.Sql, connection, await database.BeginSnapshotAsync(connection, cancellationToken));
    }

    private DbCommand Command(string sql)
    {
        var command = _connection.Command(sql);
        command.Transaction = _transaction;
        return command;
    }

    private async Task<Dictionary<string, TokenCount>> SumAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<string, TokenCount> sums = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            sums[reader.GetString(0)] = new TokenCount(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        }

        return sums;
    }
}
