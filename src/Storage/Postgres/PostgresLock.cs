using Npgsql;

namespace LlmGateway.Storage;

/// <summary>A lock that silos share: an advisory lock of a connection, which the server lets go when the connection ends, however it does.</summary>
internal sealed class PostgresLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private PostgresLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<PostgresLock> TakeAsync(string connectionString, string name, CancellationToken cancellationToken) =>
        (await TakeAsync(connectionString, "SELECT pg_advisory_lock(hashtextextended(@name, 0)) IS NOT NULL", name, cancellationToken))!;

    public static Task<PostgresLock?> TryTakeAsync(string connectionString, string name, CancellationToken cancellationToken) =>
        TakeAsync(connectionString, "SELECT pg_try_advisory_lock(hashtextextended(@name, 0))", name, cancellationToken);

    // Not pooled: the lock ends with its connection.
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<PostgresLock?> TakeAsync(string connectionString, string sql, string name, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        var taken = false;
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.Command(sql, ("@name", $"llmgw/{name}"));
            taken = await command.ExecuteScalarAsync(cancellationToken) is true;
            return taken ? new PostgresLock(connection) : null;
        }
        finally
        {
            if (!taken)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
