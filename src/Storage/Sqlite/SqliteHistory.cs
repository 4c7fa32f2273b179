using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>What a file says of its own schema.</summary>
/// <param name="MigrationIds">The migrations applied so far, in order.</param>
/// <param name="IsForeign">Whether the file has tables but no history: some other program's.</param>
internal sealed record SqliteHistory(IReadOnlyList<string> MigrationIds, bool IsForeign)
{
    // EF Core's table, written by the scripts that it generates.
    private const string Table = "__EFMigrationsHistory";

    public static async Task<SqliteHistory> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var tables = await ReadColumnAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table'", cancellationToken);
        return tables.Contains(Table)
            ? new(await ReadColumnAsync(connection, $"SELECT MigrationId FROM {Table} ORDER BY MigrationId", cancellationToken), false)
            : new([], tables.Count > 0);
    }

    private static async Task<List<string>> ReadColumnAsync(
        SqliteConnection connection,
        string sql,
        CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
