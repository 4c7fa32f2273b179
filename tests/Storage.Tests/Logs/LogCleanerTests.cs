namespace LlmGateway.Storage.Tests;

public sealed class LogCleanerTests
{
    [Fact]
    public async Task CleanAsync_TenantsWithTheirOwnRetention_EachItsOwn()
    {
        using var database = await TempDatabase.CreateMigratedAsync();
        LogFixture.Insert(database, Enumerable.Range(0, 3000).Select(i => LogFixture.Row(i) with { At = TimeProvider.System.GetUtcNow().AddHours(i - 3000) }));
        database.Execute("INSERT INTO stored_answers (tenant_id, key_hash, request_hash, request_id, silo, at) VALUES ('t', 'k', 'r', 'req', 's', 0)");
        var cleaner = new LogCleaner(database.Get<LogRetention>(), (tenant, _) => ValueTask.FromResult(tenant == "big" ? 10 : 1000), TimeProvider.System);

        var deleted = await cleaner.CleanAsync(TestContext.Current.CancellationToken);

        deleted.ShouldBeInRange(1500 - 121, 1500 - 119);
        database.Scalar<long>("SELECT count(*) FROM request_log WHERE tenant_id = 'big'").ShouldBe(1500 - deleted);
        database.Scalar<long>("SELECT count(*) FROM request_log WHERE tenant_id <> 'big'").ShouldBe(1500);
        database.Scalar<long>("SELECT count(*) FROM stored_answers").ShouldBe(0);
        (await cleaner.CleanAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }
}
