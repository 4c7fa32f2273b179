
namespace LlmGateway.Storage;

/// <summary>The engines' own sums beside the ledger's: what the proof that they are equal is made of.</summary>
public sealed class EngineCounts(string connectionString)
{
    /// <summary>Those of some requests that the ledger does not have.</summary>
    public async Task<IReadOnlySet<string>> MissingAsync(IReadOnlyCollection<string> requestIds, CancellationToken cancellationToken = default)
    {
        await using var snapshot = await SnapshotAsync(cancellationToken);
        return await snapshot.MissingAsync(requestIds, cancellationToken);
    }

    /// <summary>Keeps the sums of a closed segment; a second time changes nothing.</summary>
    public async Task AddAsync(IEnumerable<EngineCountRow> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await using var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var row in rows)
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                """
                INSERT INTO engine_counts (segment, replica, at, requests, input_tokens, output_tokens)
                VALUES (@segment, @replica, @at, @requests, @input, @output) ON CONFLICT DO NOTHING
                """;
            command.Parameters.AddWithValue("@segment", row.Segment);
            command.Parameters.AddWithValue("@replica", row.Replica);
            command.Parameters.AddWithValue("@at", row.At.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("@requests", row.Requests);
            command.Parameters.AddWithValue("@input", row.InputTokens);
            command.Parameters.AddWithValue("@output", row.OutputTokens);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A view of the ledger that nothing changes any more.</summary>
    public async Task<LedgerSnapshot> SnapshotAsync(CancellationToken cancellationToken = default)
    {
        var connection = await SqliteConnections.OpenAsync(connectionString, cancellationToken);
        return await LedgerSnapshot.TakeAsync(connection, cancellationToken);
    }
}
