using LlmGateway.Testing;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests
{
    // Grain storage 4, reminders 7, clustering 10.
    private const int QueryCount = 21;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigrateAsync_ManyAtOnce_AllSucceed()
    {
        using var database = await TempPostgres.CreateEmptyAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => GatewayDatabase.OnPostgres(database.Database.ConnectionString).MigrateAsync(Stop))));

        database.Scalar<long>("SELECT count(*) FROM \"__EFMigrationsHistory\"").ShouldBe(MigrationIds.Postgres.Count);
        database.Scalar<long>("SELECT count(*) FROM OrleansQuery").ShouldBe(QueryCount);
        database.Scalar<long>("SELECT count(*) FROM tenants").ShouldBe(0);
    }

    [Fact]
    public async Task MigrateAsync_FailingMidway_ChangesNothingAndCanBeTriedAgain()
    {
        using var database = await TempPostgres.CreateEmptyAsync();
        database.Execute("CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" text PRIMARY KEY, \"ProductVersion\" text); CREATE TABLE users (id text)");

        var failure = await Should.ThrowAsync<StorageException>(() => database.Database.MigrateAsync(Stop));

        failure.Message.ShouldContain("already exists");
        database.Scalar<string>("SELECT to_regclass('api_keys')::text").ShouldBeNull();
        database.Execute("DROP TABLE users");
        await database.Database.MigrateAsync(Stop);
        database.Scalar<long>("SELECT count(*) FROM api_keys").ShouldBe(0);
    }

    [Fact]
    public async Task MigrateAsync_NewerSchema_NamesTheMigration()
    {
        using var database = await TempPostgres.CreateMigratedAsync();
        database.Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_FromTheFuture', '10.0.0')");

        (await RefusalAsync(database.Database.ConnectionString)).ShouldSatisfyAllConditions(
            message => message.ShouldContain("99990101000000_FromTheFuture"), message => message.ShouldContain("newer version"));
    }

    [Fact]
    public async Task MigrateAsync_OtherProgramsDatabase_IsLeftAlone()
    {
        using var database = await TempPostgres.CreateEmptyAsync();
        database.Execute("CREATE TABLE notes (text TEXT)");

        (await RefusalAsync(database.Database.ConnectionString)).ShouldContain("another program");

        database.Scalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ShouldBe(1);
    }

    [Fact]
    public async Task MigrateAsync_NoSuchDatabase_SaysHowToMakeIt()
    {
        var server = await PostgresServer.SharedAsync();

        (await RefusalAsync(server.ConnectionString("nothere", "gateway"))).ShouldContain("gateway"); // Trust lets any user in who exists.
        (await RefusalAsync(server.ConnectionString("nothere"))).ShouldContain($"createdb -h 127.0.0.1 -p {server.Port} -U postgres -O postgres nothere");
    }

    [Fact]
    public async Task MigrateAsync_WrongPassword_NamesTheUserAndNotThePassword()
    {
        using var database = await TempPostgres.CreateEmptyAsync();
        await database.Server.SqlAsync("postgres", "CREATE ROLE locked NOLOGIN");

        var message = await RefusalAsync(database.Server.ConnectionString(database.Name, "locked") + ";Password=swordfish");

        message.ShouldContain("user 'locked'");
        message.ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task MigrateAsync_NoRights_SaysHowToGiveThem()
    {
        using var database = await TempPostgres.CreateEmptyAsync();
        await database.Server.SqlAsync(database.Name, "CREATE ROLE guest LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        (await RefusalAsync(database.Server.ConnectionString(database.Name, "guest"))).ShouldContain("GRANT ALL ON SCHEMA public TO \"guest\"");
    }

    [Fact]
    public async Task MigrateAsync_NoServer_NamesIt()
    {
        var server = await PostgresServer.SharedAsync();

        (await RefusalAsync(server.ConnectionString("any").Replace($"Port={server.Port}", "Port=1", StringComparison.Ordinal))).ShouldContain("127.0.0.1:1 can't be reached");
    }

    [Theory]
    [InlineData("postgresql://gateway@db/gateway")]
    [InlineData("Database=gateway")]
    [InlineData("Host=db")]
    [InlineData("Host=db;Database=gateway;Pasword=swordfish")]
    [InlineData("swordfish")]
    public void OnPostgres_Unreadable_SaysHowToWriteIt(string connectionString)
    {
        var message = Should.Throw<StorageException>(() => GatewayDatabase.OnPostgres(connectionString)).Message;

        message.ShouldContain("ConnectionStrings__Gateway");
        message.ShouldContain("Host=db.example.org;Database=gateway");
        message.ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task Migrations_MatchTheModel()
    {
        using var database = await TempPostgres.CreateMigratedAsync();
        using var context = database.Get<IDbContextFactory<GatewayDbContext>>().CreateDbContext();

        context.Database.HasPendingModelChanges().ShouldBeFalse("run: dotnet ef migrations add NAME --context PostgresGatewayDbContext --output-dir Migrations/Postgres");
        MigrationIds.Postgres.ShouldBe(context.Database.GetMigrations());
    }

    [Fact]
    public async Task OrleansOnPostgres_OverItsResult_RepairsQueriesAndKeepsRows()
    {
        using var database = await TempPostgres.CreateMigratedAsync();
        database.Execute("INSERT INTO OrleansMembershipVersion VALUES ('dev', 7); UPDATE OrleansQuery SET QueryText = 'old'");

        database.Execute(SqlScripts.OrleansOnPostgres);

        database.Scalar<long>("SELECT count(*) FROM OrleansQuery WHERE QueryText <> 'old'").ShouldBe(QueryCount);
        database.Scalar<long>("SELECT Version FROM OrleansMembershipVersion").ShouldBe(7);
    }

    [Fact]
    public async Task LockAsync_HeldByAnother_WaitsForIt()
    {
        using var database = await TempPostgres.CreateEmptyAsync();
        var other = GatewayDatabase.OnPostgres(database.Database.ConnectionString);
        var held = await database.Database.LockAsync("one", Stop);

        var waiting = other.LockAsync("one", Stop);
        (await other.TryLockAsync("one", Stop)).ShouldBeNull();
        await using (await other.LockAsync("two", Stop))
        {
            waiting.IsCompleted.ShouldBeFalse();
        }

        await held.DisposeAsync();
        await using var taken = await waiting;
        (await database.Database.TryLockAsync("one", Stop)).ShouldBeNull();
    }

    private static async Task<string> RefusalAsync(string connectionString) =>
        (await Should.ThrowAsync<StorageException>(() => GatewayDatabase.OnPostgres(connectionString).MigrateAsync(Stop))).Message;
}
