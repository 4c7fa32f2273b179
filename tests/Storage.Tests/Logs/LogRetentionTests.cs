namespace LlmGateway.Storage.Tests;

public abstract class LogRetentionTests(DatabaseKind kind) : IAsyncLifetime
{
    private TempDatabase database = null!;
    private LogRetention retention = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        retention = database.Get<LogRetention>();
        LogFixture.Insert(database, Enumerable.Range(0, 5000).Select(LogFixture.Row));
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TenantsAsync_Log_EachOnce() => (await retention.TenantsAsync(Stop)).ShouldBe(["big", "middle", "other", "tiny"]);

    [Fact]
    public async Task DeleteLogAsync_OldRows_InBatchesWithTheirText()
    {
        var before = LogFixture.Start + (3000 * LogFixture.Step);

        (await retention.DeleteLogAsync("big", before, Stop)).ShouldBe(LogRetention.Batch);
        (await retention.DeleteLogAsync("big", before, Stop)).ShouldBe(500);
        (await retention.DeleteLogAsync("big", before, Stop)).ShouldBe(0);

        database.Scalar<long>("SELECT count(*) FROM request_log WHERE tenant_id = 'big'").ShouldBe(1000);
        database.Scalar<long>("SELECT count(*) FROM request_log WHERE tenant_id <> 'big'").ShouldBe(2500);
        CountWith("red").ShouldBe(3500);
        CountWith("abc").ShouldBe(0);
    }

    [Fact]
    public async Task DeleteAnswersAsync_Old_OnlyThose()
    {
        database.Execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
            INSERT INTO stored_answers (tenant_id, key_hash, request_hash, request_id, silo, at) SELECT 't', 'k' || i, 'r', 'req_' || i, 's', i * 1000 FROM n
            """);
        var before = DateTimeOffset.FromUnixTimeSeconds(201);

        (await retention.DeleteAnswersAsync(before, Stop)).ShouldBe(100);
        (await retention.DeleteAnswersAsync(before, Stop)).ShouldBe(100);
        (await retention.DeleteAnswersAsync(before, Stop)).ShouldBe(0);

        database.Scalar<long>("SELECT count(*) FROM stored_answers").ShouldBe(50);
    }

    private long CountWith(string word) => database.Scalar<long>(kind == DatabaseKind.Sqlite
        ? $"SELECT count(*) FROM request_log_text WHERE request_log_text MATCH '{word}'"
        : $"SELECT count(*) FROM request_log WHERE words @@ '{word}'");

    public sealed class OnSqlite() : LogRetentionTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : LogRetentionTests(DatabaseKind.Postgres);
}
