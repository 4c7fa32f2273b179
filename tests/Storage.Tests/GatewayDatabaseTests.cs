using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage.Tests;

public sealed class GatewayDatabaseTests : IDisposable
{
    // Grain storage 4, reminders 7, clustering 10.
    private const int QueryCount = 21;

    private readonly TempSqlite database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task MigrateAsync_NoDirectory_CreatesEverything()
    {
        await database.Database.MigrateAsync(Stop);

        database.Scalar<long>("SELECT count(*) FROM tenants").ShouldBe(0);
        database.Scalar<long>("SELECT count(*) FROM api_keys").ShouldBe(0);
        database.Scalar<long>("SELECT count(*) FROM OrleansQuery").ShouldBe(QueryCount);
        database.Scalar<string>("PRAGMA journal_mode").ShouldBe("wal");
        database.Scalar<long>("PRAGMA foreign_keys").ShouldBe(1);
        database.Scalar<long>("SELECT count(*) FROM __EFMigrationsHistory").ShouldBe(MigrationIds.Sqlite.Count);
    }

    [Fact]
    public async Task MigrateAsync_EmptyFile_CreatesEverything()
    {
        Directory.CreateDirectory(database.Directory);
        await File.WriteAllBytesAsync(database.Path, [], Stop);

        await database.Database.MigrateAsync(Stop);

        database.Scalar<long>("SELECT count(*) FROM tenants").ShouldBe(0);
    }

    [Fact]
    public async Task MigrateAsync_Again_ChangesNothing()
    {
        await database.Database.MigrateAsync(Stop);
        database.Execute("INSERT INTO tenants (id, name, status, created_at) VALUES ('t', 'T', 'active', 0)");
        var schema = database.Scalar<long>("PRAGMA schema_version");
        using var watcher = database.Open();
        var before = DataVersion(watcher);

        await database.Database.MigrateAsync(Stop);

        DataVersion(watcher).ShouldBe(before);
        database.Scalar<long>("PRAGMA schema_version").ShouldBe(schema);
        database.Scalar<long>("SELECT count(*) FROM tenants").ShouldBe(1);
    }

    [Fact]
    public async Task MigrateAsync_RestoredFromVacuum_TurnsWalOnAgain()
    {
        await database.Database.MigrateAsync(Stop);
        database.Scalar<string>("PRAGMA journal_mode = DELETE").ShouldBe("delete");

        await database.Database.MigrateAsync(Stop);

        database.Scalar<string>("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task MigrateAsync_ManyAtOnce_AllSucceed()
    {
        using var start = new Barrier(8);
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Stop);
                return database.Database.MigrateAsync(Stop);
            },
            Stop,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());

        await Task.WhenAll(starts);

        database.Scalar<long>("SELECT count(*) FROM __EFMigrationsHistory").ShouldBe(MigrationIds.Sqlite.Count);
        database.Scalar<long>("SELECT count(*) FROM OrleansQuery").ShouldBe(QueryCount);
    }

    [Fact]
    public async Task MigrateAsync_FailingMidway_ChangesNothingAndCanBeTriedAgain()
    {
        Directory.CreateDirectory(database.Directory);
        database.Execute("CREATE TABLE __EFMigrationsHistory (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT)");
        database.Execute("CREATE TABLE tenants (id TEXT)");

        var failure = await Should.ThrowAsync<StorageException>(() => database.Database.MigrateAsync(Stop));

        failure.Message.ShouldContain(database.Path);
        failure.Message.ShouldContain("already exists");
        database.Scalar<long>("SELECT count(*) FROM sqlite_master WHERE name = 'api_keys'").ShouldBe(0);
        database.Execute("DROP TABLE tenants");
        await database.Database.MigrateAsync(Stop);
        database.Scalar<long>("SELECT count(*) FROM api_keys").ShouldBe(0);
    }

    [Fact]
    public void Migrations_MatchTheModel()
    {
        using var context = database.Get<IDbContextFactory<GatewayDbContext>>().CreateDbContext();

        context.Database.HasPendingModelChanges().ShouldBeFalse("run: dotnet ef migrations add");
        MigrationIds.Sqlite.ShouldBe(context.Database.GetMigrations());
        SqlScripts.NewSqlite.ReplaceLineEndings().Trim().ShouldBe(
            SqliteSchema.GenerateScript([]).ReplaceLineEndings().Trim(),
            "run: dotnet ef migrations script --no-transactions --output Migrations/Sqlite/New.sql");
    }

    [Fact]
    public async Task OrleansOnSqlite_OverItsResult_RepairsQueriesAndKeepsRows()
    {
        await database.Database.MigrateAsync(Stop);
        database.Execute("INSERT INTO OrleansMembershipVersion VALUES ('dev', 7)");
        database.Execute("UPDATE OrleansQuery SET QueryText = 'old'");

        database.Execute(SqlScripts.OrleansOnSqlite);

        database.Scalar<long>("SELECT count(*) FROM OrleansQuery WHERE QueryText <> 'old'").ShouldBe(QueryCount);
        database.Scalar<long>("SELECT Version FROM OrleansMembershipVersion").ShouldBe(7);
    }

    private static long DataVersion(System.Data.Common.DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)command.ExecuteScalar()!;
    }
}
