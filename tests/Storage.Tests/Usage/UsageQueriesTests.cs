namespace LlmGateway.Storage.Tests;

public abstract class UsageQueriesTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset MonthEnd = new(2026, 10, 31, 22, 30, 0, TimeSpan.Zero);

    // Every 20 minutes over the end of a month, and of a day.
    private static readonly LedgerRow[] Rows = [.. Enumerable.Range(0, 120).Select(Row)];

    private TempDatabase database = null!;
    private UsageQueries queries = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        queries = database.Get<UsageQueries>();
        await Task.WhenAll(Rows.Select(row => database.Get<LedgerWriter>().WriteAsync(new RequestRecord(row, null))));
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SumAsync_NoGroups_OneRow() => (await SumAsync(new())).ShouldBe([new UsageRow { Totals = Sum(Rows) }]);

    [Fact]
    public async Task SumAsync_NothingFits_OneRowOfZeros() => (await SumAsync(new() { Tenant = "none" })).ShouldBe([new UsageRow { Totals = default }]);

    [Theory]
    [InlineData(UsageBucket.None, UsageGroups.Tenant)]
    [InlineData(UsageBucket.None, UsageGroups.Model | UsageGroups.App)]
    [InlineData(UsageBucket.Hour, UsageGroups.None)]
    [InlineData(UsageBucket.Hour, UsageGroups.Key)]
    [InlineData(UsageBucket.Day, UsageGroups.None)]
    [InlineData(UsageBucket.Day, UsageGroups.Tenant | UsageGroups.Key | UsageGroups.Model | UsageGroups.App)]
    public async Task SumAsync_Groups_SameAsTheLedgerGrouped(UsageBucket bucket, UsageGroups by)
    {
        UsageQuery query = new() { Bucket = bucket, By = by };
        var expected = Expected(Rows, query);

        (await SumAsync(query)).ShouldBe(expected);
        (await PagedAsync(query, 3)).ShouldBe(expected);
        expected.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task SumAsync_Filters_OnlyWhatFits()
    {
        (await SumAsync(new() { Tenant = "acme" }))[0].Totals.ShouldBe(Sum(Rows.Where(row => row.TenantId == "acme")));
        (await SumAsync(new() { Keys = ["key_acme_0", "key_acme_1"] }))[0].Totals.ShouldBe(Sum(Rows.Where(row => row.KeyId is "key_acme_0" or "key_acme_1")));
        (await SumAsync(new() { Models = ["large"] }))[0].Totals.ShouldBe(Sum(Rows.Where(row => row.Model == "large")));
        (await SumAsync(new() { Models = [] }))[0].Totals.ShouldBe(default);
        (await SumAsync(new() { App = "desk" }))[0].Totals.ShouldBe(Sum(Rows.Where(row => row.AppId == "desk")));
        (await SumAsync(new() { App = "" }))[0].Totals.ShouldBe(Sum(Rows.Where(row => row.AppId.Length == 0)));
        (await SumAsync(new() { Tenant = "acme", Operations = ["chat", "none"], Models = ["small"] }))[0].Totals
            .ShouldBe(Sum(Rows.Where(row => row is { TenantId: "acme", Operation: "chat", Model: "small" })));
    }

    [Fact]
    public async Task SumAsync_Range_TruncatedToHours()
    {
        var month = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

        var before = await SumAsync(new() { To = month.AddMinutes(59) });
        var after = await SumAsync(new() { From = month.AddMinutes(59) });

        before[0].Totals.ShouldBe(Sum(Rows.Where(row => row.At < month)));
        after[0].Totals.ShouldBe(Sum(Rows.Where(row => row.At >= month)));
        (before[0].Totals.Requests + after[0].Totals.Requests).ShouldBe(Rows.Length);
        before[0].Totals.Requests.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task SumAsync_Minutes_FromTheLedger()
    {
        UsageQuery query = new()
        {
            Tenant = "acme", From = MonthEnd.AddSeconds(59), To = MonthEnd.AddHours(20), Bucket = UsageBucket.Minute, By = UsageGroups.Key, Operations = ["chat"],
        };
        var expected = Expected([.. Rows.Where(row => row is { TenantId: "acme", Operation: "chat" } && row.At < MonthEnd.AddHours(20))], query);

        (await SumAsync(query)).ShouldBe(expected);
        (await PagedAsync(query, 4)).ShouldBe(expected);
    }

    [Fact]
    public async Task SumAsync_MinutesOfAllTenantsOrTooLong_Refused()
    {
        UsageQuery query = new() { Tenant = "acme", From = MonthEnd, To = MonthEnd.AddDays(1), Bucket = UsageBucket.Minute };

        await SumAsync(query);
        await Should.ThrowAsync<ArgumentException>(() => SumAsync(query with { Tenant = null }));
        await Should.ThrowAsync<ArgumentException>(() => SumAsync(query with { To = MonthEnd.AddDays(1).AddSeconds(1) }));
        await Should.ThrowAsync<ArgumentException>(() => SumAsync(query with { From = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!")]
    [InlineData("bnVsbA")] // null
    [InlineData("WyJhIl0")] // ["a"]
    [InlineData("WyJhIiwiYiJd")] // ["a","b"]: the first is no time.
    [InlineData("W251bGwsImIiXQ")] // [null,"b"]
    public async Task SumAsync_CursorOfAnotherList_Refused(string after) =>
        await Should.ThrowAsync<UnknownCursorException>(() => queries.SumAsync(new() { Bucket = UsageBucket.Day, By = UsageGroups.Tenant }, 10, after, Stop));

    private static LedgerRow Row(int i)
    {
        var tenant = i % 3 == 0 ? "zoo" : "acme";
        return new()
        {
            RequestId = $"req_{i:x8}",
            At = MonthEnd.AddMinutes(20 * i),
            TenantId = tenant,
            KeyId = $"key_{tenant}_{i % 4}",
            AppId = i % 5 == 0 ? "desk" : "",
            Model = i % 7 < 3 ? "large" : "small",
            Version = "v1",
            Replica = "r1",
            Operation = i % 2 == 0 ? "chat" : "embeddings",
            Status = i % 10 == 9 ? LedgerStatus.Cancelled : LedgerStatus.Completed,
            InputTokens = 100 + i,
            CachedTokens = i,
            OutputTokens = 2 * i,
            ReasoningTokens = i % 5,
            CostMicros = 7 * i,
        };
    }

    private static UsageTotals Sum(IEnumerable<LedgerRow> rows)
    {
        List<LedgerRow> all = [.. rows];
        return new(
            all.Count, all.Count(row => row.Status != LedgerStatus.Completed), all.Sum(row => row.InputTokens), all.Sum(row => row.CachedTokens),
            all.Sum(row => row.OutputTokens), all.Sum(row => row.ReasoningTokens), all.Sum(row => row.CostMicros));
    }

    private static List<UsageRow> Expected(IReadOnlyCollection<LedgerRow> rows, UsageQuery query) =>
    [
        .. rows.GroupBy(row => (
                Bucket: Start(row.At, query.Bucket),
                Tenant: query.By.HasFlag(UsageGroups.Tenant) ? row.TenantId : null,
                Key: query.By.HasFlag(UsageGroups.Key) ? row.KeyId : null,
                Model: query.By.HasFlag(UsageGroups.Model) ? row.Model : null,
                App: query.By.HasFlag(UsageGroups.App) ? row.AppId : null))
            .OrderBy(group => group.Key.Bucket).ThenBy(group => group.Key.Tenant, StringComparer.Ordinal).ThenBy(group => group.Key.Key, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Model, StringComparer.Ordinal).ThenBy(group => group.Key.App, StringComparer.Ordinal)
            .Select(group => new UsageRow
            {
                Bucket = group.Key.Bucket, Tenant = group.Key.Tenant, Key = group.Key.Key, Model = group.Key.Model, App = group.Key.App, Totals = Sum(group),
            }),
    ];

    private static DateTimeOffset? Start(DateTimeOffset at, UsageBucket bucket) => bucket switch
    {
        UsageBucket.None => null,
        UsageBucket.Minute => new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, at.Minute, 0, TimeSpan.Zero),
        UsageBucket.Hour => new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero),
        _ => new DateTimeOffset(at.Year, at.Month, at.Day, 0, 0, 0, TimeSpan.Zero),
    };

    private async Task<IReadOnlyList<UsageRow>> SumAsync(UsageQuery query) => (await queries.SumAsync(query, cancellationToken: Stop)).Items;

    private async Task<IReadOnlyList<UsageRow>> PagedAsync(UsageQuery query, int limit)
    {
        List<UsageRow> rows = [];
        for (var more = true; more;)
        {
            var page = await queries.SumAsync(query, limit, rows.LastOrDefault()?.Cursor, Stop);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            rows.AddRange(page.Items);
            more = page.HasMore;
        }

        return rows;
    }

    public sealed class OnSqlite() : UsageQueriesTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : UsageQueriesTests(DatabaseKind.Postgres);
}
