using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SQLitePCL;

namespace LlmGateway.Storage;

/// <summary>Brings one SQLite file to this build's schema.</summary>
/// <remarks>
/// EF Core's own MigrateAsync is not used: on SQLite it locks with a row, which a killed process leaves behind for the next
/// start to wait on for ever. Here the script runs in one exclusive transaction, which SQLite undoes by itself.
/// </remarks>
internal sealed class SqliteSchema(string connectionString)
{
    private readonly string path = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var connection = new SqliteConnection(MigrationConnectionString());
            await connection.OpenAsync(cancellationToken);
            await MigrateAsync(connection, cancellationToken);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw SqliteFailure.Explain(path, failure);
        }
    }

    private async Task MigrateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // SQLite opens a file that it can't write for reading instead, and only the first write would fail.
        if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
        {
            throw SqliteFailure.Unwritable(path);
        }

        // Asked without EF Core, whose start-up costs more than all the rest: nearly every start finds nothing to do.
        var applied = await ReadAppliedAsync(connection, cancellationToken);

        // Kept in the file; needed again where a backup was restored, since VACUUM INTO does not copy it.
        await ExecuteAsync(connection, "PRAGMA journal_mode = WAL", cancellationToken);
        if (applied.Count == MigrationIds.Sqlite.Count)
        {
            return;
        }

        // Not deferred: it waits here for another start's migration, and must then look again.
        await using var transaction = connection.BeginTransaction(deferred: false);
        applied = await ReadAppliedAsync(connection, cancellationToken);
        if (applied.Count < MigrationIds.Sqlite.Count)
        {
            var script = applied.Count == 0 ? SqlScripts.NewSqlite : GenerateScript(applied);
            await ExecuteAsync(connection, script, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> ReadAppliedAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var history = await SqliteHistory.ReadAsync(connection, cancellationToken);
        if (history.IsForeign)
        {
            throw SqliteFailure.Foreign(path);
        }

        return MigrationIds.Unknown(MigrationIds.Sqlite, history.MigrationIds) is { } unknown ? throw SqliteFailure.Newer(path, unknown) : history.MigrationIds;
    }

    /// <summary>The SQL of all migrations after the applied ones.</summary>
    internal static string GenerateScript(IReadOnlyList<string> applied)
    {
        var options = new DbContextOptionsBuilder<SqliteGatewayDbContext>().UseSqlite().Options;
        using var context = new SqliteGatewayDbContext(options);
        return context.GetService<IMigrator>().GenerateScript(
            applied.Count == 0 ? Migration.InitialDatabase : applied[^1],
            options: MigrationsSqlGenerationOptions.NoTransactions);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string MigrationConnectionString() => new SqliteConnectionStringBuilder(connectionString)
    {
        // A migration that rebuilds a table drops the old one, which would cascade to the rows that refer to it.
        ForeignKeys = false,
        Pooling = false,
    }.ToString();
}
