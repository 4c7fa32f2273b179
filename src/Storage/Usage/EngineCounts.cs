
namespace LlmGateway.Storage;

/// <summary>The engines' own sums beside the ledger's: what the proof that they are equal is made of.</summary>
public sealed class EngineCounts(GatewayDatabase database)
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
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var row in rows)
        {
            await using var command = connection.Command(
                """
                INSERT INTO engine_counts (segment, replica, at, requests, input_tokens, output_tokens)
                VALUES (@segment, @replica, @at, @requests, @input, @output) ON CONFLICT DO NOTHING
                """,
                ("@segment", row.Segment),
                ("@replica", row.Replica),
                ("@at", row.At.ToUnixTimeMilliseconds()),
                ("@requests", row.Requests),
                ("@input", row.InputTokens),
                ("@output", row.OutputTokens));
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A view of the ledger that nothing changes any more.</summary>
    public Task<LedgerSnapshot> SnapshotAsync(CancellationToken cancellationToken = default) => LedgerSnapshot.TakeAsync(database, cancellationToken);
}
