namespace LlmGateway.Storage.Tests.Postgres;

public sealed class PostgresRequestSinkTests : IAsyncLifetime
{
    private TempPostgres database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await TempPostgres.CreateMigratedAsync();

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Write_ManySilosTheSameSums_NoneWaitsForEverAndNothingIsLost()
    {
        const int silos = 4;
        const int batches = 50;
        database.Execute("INSERT INTO api_keys (id, tenant_id, name, prefix, hash, status, created_at, scopes) SELECT 'key' || i, 't', '', '', 'h' || i, 'active', 0, '[]' FROM generate_series(0, 9) i");

        await Task.WhenAll(Enumerable.Range(0, silos).Select(silo => Task.Run(() =>
        {
            using var sink = database.Database.OpenSink(new LedgerOptions());
            Random order = new(silo);
            for (var batch = 0; batch < batches; batch++)
            {
                List<RequestRecord> records = [.. Enumerable.Range(0, 40).Select(i => new RequestRecord(Row($"req_{silo}_{batch}_{i}", order.Next(10), order.Next(48))))];
                sink.Write(records, []);
            }
        })));

        foreach (var table in (string[])["usage_hours", "usage_days"])
        {
            database.Scalar<long>($"SELECT sum(requests) FROM {table}").ShouldBe(silos * batches * 40);
            database.Scalar<long>($"SELECT sum(input_tokens) FROM {table}").ShouldBe(silos * batches * 400);
        }

        database.Scalar<long>("SELECT count(*) FROM api_keys WHERE last_used_at IS NOT NULL").ShouldBe(10);
    }

    [Fact]
    public void Write_SameRequestTwice_BilledOnce()
    {
        using var sink = database.Database.OpenSink(new LedgerOptions());
        var row = Row("req_1", 1, 1);

        sink.Write([new(row), new(row)], []);
        sink.Write([new(row), new(row with { RequestId = "req_2", Status = LedgerStatus.Failed })], []);

        database.Scalar<long>("SELECT count(*) FROM ledger").ShouldBe(2);
        database.Scalar<string>("SELECT requests || ' ' || failures || ' ' || input_tokens FROM usage_hours").ShouldBe("2 1 20");
        database.Scalar<string>("SELECT requests || ' ' || failures || ' ' || input_tokens FROM usage_days").ShouldBe("2 1 20");
    }

    [Fact]
    public async Task Write_TextsThatPostgresDoesNotTake_KeptAsFarAsTheyCanBe()
    {
        using var sink = database.Database.OpenSink(new LedgerOptions());
        var log = LogFixture.Row(8) with { UserId = "a\0b", Model = "\ud800x", Metadata = "{\"word\":\"it's \\\\ 'quoted' 1e5 -17 \0 ünï\"}" };

        sink.Write([new(Row("req_1", 1, 1) with { UserId = "\udc00\0" })], [log]);

        database.Scalar<string>("SELECT user_id FROM ledger").ShouldBe("\ufffd\ufffd");
        var found = (await database.Get<RequestLog>().ListAsync(new() { User = "a\0b", Words = "QUOTED 1E5 -17 ÜNÏ it's" }, 10, cancellationToken: Stop)).Items.ShouldHaveSingleItem();
        found.Model.ShouldBe("\ufffdx");
        (await database.Get<RequestLog>().ListAsync(new() { Words = "'" }, 10, cancellationToken: Stop)).Items.ShouldBeEmpty();
    }

    [Fact]
    public void Write_AnswersWithOneKey_TheLastStays()
    {
        using var sink = database.Database.OpenSink(new LedgerOptions());
        StoredAnswerRow answer = new()
        {
            TenantId = "t", KeyHash = "k", RequestHash = "h", RequestId = "req_1", Silo = "s", At = DateTimeOffset.UnixEpoch, Status = 200, ContentType = "x", Body = [1],
        };

        sink.Write([new(Row("req_1", 1, 1), answer), new(Row("req_2", 1, 1), answer with { RequestId = "req_2", Body = [2] })], []);

        database.Scalar<string>("SELECT request_id || ' ' || encode(body, 'hex') FROM stored_answers").ShouldBe("req_2 02");
    }

    [Fact]
    public async Task LedgerWriter_ServerLost_WaitsAndThenCommitsAll()
    {
        var server = database.Server;
        var writer = database.Get<LedgerWriter>();
        await writer.WriteAsync(new RequestRecord(Row("req_0", 0, 0)));

        await server.SqlAsync("postgres", $"ALTER DATABASE {database.Name} ALLOW_CONNECTIONS false");
        await server.SqlAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}'");
        var writes = Enumerable.Range(1, 50).Select(i => writer.WriteAsync(new RequestRecord(Row($"req_{i}", i % 10, 0)))).ToList();
        await UntilAsync(() => writer.Failure is not null);
        writes.ShouldAllBe(write => !write.IsCompleted);
        await server.SqlAsync("postgres", $"ALTER DATABASE {database.Name} ALLOW_CONNECTIONS true");

        await Task.WhenAll(writes).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        writer.Failure.ShouldBeNull();
        database.Scalar<long>("SELECT sum(requests) FROM usage_hours").ShouldBe(51);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static LedgerRow Row(string id, int key, int hour) => new()
    {
        RequestId = id,
        At = DateTimeOffset.UnixEpoch.AddHours(hour),
        TenantId = "tenant",
        KeyId = $"key{key}",
        Model = "model",
        Version = "v1",
        Replica = "replica",
        Operation = "chat",
        Status = LedgerStatus.Completed,
        InputTokens = 10,
    };
}
