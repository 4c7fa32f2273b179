using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace LlmGateway.Storage;

/// <summary>Brings one PostgreSQL database to this build's schema.</summary>
/// <remarks>
/// EF Core's own MigrateAsync commits each migration by itself. Here all of them are one transaction under an advisory lock: the server undoes and unlocks by
/// itself if this process ends, and silos that start at once wait for the one that migrates.
/// </remarks>
internal sealed class PostgresSchema(string connectionString)
{
    // EF Core's table, written by the scripts that it generates.
    private const string History = "\"__EFMigrationsHistory\"";

    // As long as another silo may take to migrate.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly NpgsqlConnectionStringBuilder _settings = new(connectionString);

    private PostgresFailure Failure => new(_settings);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            NpgsqlConnectionStringBuilder alone = new(connectionString) { Pooling = false, CommandTimeout = (int)Patience.TotalSeconds };
            await using var connection = new NpgsqlConnection(alone.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await MigrateAsync(connection, cancellationToken);
        }
        catch (DbException failure)
        {
            throw Failure.Explain(failure);
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Asked without EF Core and without the lock first: nearly every start finds nothing to do.
        if ((await ReadAppliedAsync(connection, cancellationToken)).Count == MigrationIds.Postgres.Count)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('llmgw/migrate', 0))", cancellationToken);
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        if (applied.Count < MigrationIds.Postgres.Count)
        {
            await ExecuteAsync(connection, GenerateScript(applied), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // One question: between two, another silo may finish, and its tables would look like a stranger's. Null where there is no table at all.
        await using (var look = connection.Command("SELECT bool_or(tablename = '__EFMigrationsHistory') FROM pg_tables WHERE schemaname = current_schema()"))
        {
            if (await look.ExecuteScalarAsync(cancellationToken) is not true and var found)
            {
                return found is false ? throw Failure.Foreign() : [];
            }
        }

        await using var command = connection.Command($"SELECT \"MigrationId\" FROM {History} ORDER BY \"MigrationId\" COLLATE \"C\"");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> applied = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0));
        }

        return MigrationIds.Unknown(MigrationIds.Postgres, applied) is { } unknown ? throw Failure.Newer(unknown) : applied;
    }

    /// <summary>The SQL of all migrations after the applied ones.</summary>
    internal static string GenerateScript(IReadOnlyList<string> applied)
    {
        using var context = new PostgresDesignTimeFactory().CreateDbContext([]);
        return context.GetService<IMigrator>().GenerateScript(
            applied.Count == 0 ? Migration.InitialDatabase : applied[^1],
            options: MigrationsSqlGenerationOptions.NoTransactions);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
