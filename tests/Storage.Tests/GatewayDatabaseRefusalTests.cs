using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage.Tests;

public sealed class GatewayDatabaseRefusalTests : IDisposable
{
    private readonly TempSqlite database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => database.Dispose();

    [Fact]
    public async Task MigrateAsync_NewerSchema_NamesTheMigrationAndChangesNothing()
    {
        await database.Database.MigrateAsync(Stop);
        database.Execute("INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_FromTheFuture', '10.0.0')");

        var refusal = await RefusalAsync(database.ConnectionString);

        refusal.Message.ShouldContain(database.Path);
        refusal.Message.ShouldContain("99990101000000_FromTheFuture");
        refusal.Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task MigrateAsync_OtherProgramsDatabase_IsLeftAlone()
    {
        Directory.CreateDirectory(database.Directory);
        database.Execute("CREATE TABLE notes (text TEXT)");

        var refusal = await RefusalAsync(database.ConnectionString);

        refusal.Message.ShouldContain(database.Path);
        refusal.Message.ShouldContain("another program");
        database.Scalar<long>("SELECT count(*) FROM sqlite_master").ShouldBe(1);
        database.Scalar<string>("PRAGMA journal_mode").ShouldBe("delete");
    }

    [Fact]
    public async Task MigrateAsync_NotADatabase_SaysSo()
    {
        Directory.CreateDirectory(database.Directory);
        await File.WriteAllTextAsync(database.Path, new string('x', 8192), Stop);

        var refusal = await RefusalAsync(database.ConnectionString);

        refusal.Message.ShouldContain(database.Path);
        refusal.Message.ShouldContain("not a SQLite database");
        (await File.ReadAllTextAsync(database.Path, Stop)).ShouldBe(new string('x', 8192));
    }

    [Fact]
    public async Task MigrateAsync_DirectoryIsAFile_SaysUnwritable()
    {
        await File.WriteAllTextAsync(database.Directory, "in the way", Stop);
        try
        {
            var refusal = await RefusalAsync(database.ConnectionString);

            refusal.Message.ShouldContain(database.Path);
            refusal.Message.ShouldContain("write access");
        }
        finally
        {
            File.Delete(database.Directory);
        }
    }

    [Fact]
    public async Task MigrateAsync_FileIsADirectory_SaysUnwritable()
    {
        Directory.CreateDirectory(database.Path);

        var refusal = await RefusalAsync(database.ConnectionString);

        refusal.Message.ShouldContain(database.Path);
        refusal.Message.ShouldContain("write access");
    }

    [Fact]
    public async Task MigrateAsync_OpenedReadOnly_SaysUnwritableThoughCurrent()
    {
        await database.Database.MigrateAsync(Stop);
        var readOnly = new SqliteConnectionStringBuilder(database.ConnectionString) { Mode = SqliteOpenMode.ReadOnly };

        var refusal = await RefusalAsync(readOnly.ToString());

        refusal.Message.ShouldContain("write access");
    }

    [Fact]
    public async Task MigrateAsync_FileWithoutWritePermission_SaysUnwritableThoughCurrent()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions don't bind this user.");
        await database.Database.MigrateAsync(Stop);
        File.SetAttributes(database.Path, FileAttributes.ReadOnly);

        var refusal = await RefusalAsync(database.ConnectionString);

        refusal.Message.ShouldContain("write access");
    }

    [Fact]
    public async Task MigrateAsync_LockedByAnother_SaysLocked()
    {
        Directory.CreateDirectory(database.Directory);
        using var other = database.Open();
        using var hold = other.BeginTransaction();
        var impatient = new SqliteConnectionStringBuilder(database.ConnectionString) { DefaultTimeout = 1 };

        var refusal = await RefusalAsync(impatient.ToString());

        refusal.Message.ShouldContain(database.Path);
        refusal.Message.ShouldContain("locked by another process");
    }

    private static Task<StorageException> RefusalAsync(string connectionString) =>
        Should.ThrowAsync<StorageException>(() => GatewayDatabase.OnSqlite(connectionString).MigrateAsync(Stop));
}
