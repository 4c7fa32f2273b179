using System.Diagnostics;

namespace LlmGateway.Storage.Tests;

public abstract class RequestLogTests(LogFixture fixture)
{
    private static readonly DateTimeOffset Start = LogFixture.Start;

    private static readonly Dictionary<string, RequestLogQuery> Queries = new()
    {
        ["all"] = new(),
        ["tenant"] = new() { Tenant = "big" },
        ["small tenant"] = new() { Tenant = "tiny" },
        ["key"] = new() { Key = "key_big_2" },
        ["model"] = new() { Model = "large" },
        ["user"] = new() { User = "anna" },
        ["status"] = new() { MinStatus = 429, MaxStatus = 429 },
        ["rare status of a big tenant"] = new() { Tenant = "big", MinStatus = 503, MaxStatus = 503 },
        ["class"] = new() { MinStatus = 400, MaxStatus = 499 },
        ["class of a small tenant"] = new() { Tenant = "tiny", MinStatus = 400, MaxStatus = 499 },
        ["successes"] = new() { Tenant = "middle", MinStatus = 200, MaxStatus = 299 },
        ["no such class"] = new() { MinStatus = 600, MaxStatus = 699 },
        ["rare word"] = new() { Words = "ABC-17" },
        ["rare word and a tenant"] = new() { Tenant = "big", Words = "abc-17 RED" },
        ["common word of a small tenant"] = new() { Tenant = "tiny", Words = "red" },
        ["no such word"] = new() { Words = "\"blue\" OR red NOT *" },
        ["a day"] = new() { From = Start.AddDays(10), To = Start.AddDays(11) },
        ["a day of a tenant"] = new() { Tenant = "big", From = Start.AddDays(10), To = Start.AddDays(11) },
        ["a day of a small tenant"] = new() { Tenant = "tiny", From = Start.AddDays(10), To = Start.AddDays(20) },
        ["before all"] = new() { To = Start },
        ["after all"] = new() { From = Start.AddDays(31) },
        ["everything"] = new()
        {
            Tenant = "big", Key = "key_big_4", Model = "small", MinStatus = 200, MaxStatus = 599, From = Start.AddDays(1), To = Start.AddDays(29), Words = "red",
        },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Queries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ListAsync_Query_SameAsOneByOneAndFast(string name)
    {
        var query = Queries[name];
        var expected = Enumerable.Range(0, LogFixture.Rows).Reverse().Select(LogFixture.Row).Where(row => Matches(row, query)).Take(60).Select(row => row.RequestId).ToList();
        await fixture.Log.ListAsync(query, 20, cancellationToken: Stop);

        var started = Stopwatch.GetTimestamp();
        var first = await fixture.Log.ListAsync(query, 20, cancellationToken: Stop);
        var took = Stopwatch.GetElapsedTime(started);
        List<string> ids = [.. first.Items.Select(row => row.RequestId)];
        for (var (page, pages) = (first, 1); page.HasMore && pages < 3; pages++)
        {
            page = await fixture.Log.ListAsync(query, 20, after: ids[^1], cancellationToken: Stop);
            ids.AddRange(page.Items.Select(row => row.RequestId));
        }

        ids.ShouldBe(expected);
        if (ids.Count > 20)
        {
            var back = await fixture.Log.ListAsync(query, 20, before: ids[20], cancellationToken: Stop);
            back.Items.Select(row => row.RequestId).ShouldBe(ids[..20]);
            back.HasMore.ShouldBeFalse();
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {took.TotalMilliseconds:0.0} ms");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task ListAsync_UnknownCursor_Told() =>
        await Should.ThrowAsync<UnknownCursorException>(() => fixture.Log.ListAsync(new(), 20, after: "req_none", cancellationToken: Stop));

    [Fact]
    public async Task FindAsync_Id_TheRow()
    {
        (await fixture.Log.FindAsync(LogFixture.Id(17), Stop))!.At.ShouldBe(LogFixture.Row(17).At, TimeSpan.FromMilliseconds(1));
        (await fixture.Log.FindAsync("req_none", Stop)).ShouldBeNull();
    }

    private static bool Matches(RequestLogRow row, RequestLogQuery query) =>
        (query.Tenant is null || row.TenantId == query.Tenant)
        && (query.Key is null || row.KeyId == query.Key)
        && (query.Model is null || row.Model == query.Model)
        && (query.User is null || row.UserId == query.User)
        && row.Status >= (query.MinStatus ?? 0)
        && row.Status <= (query.MaxStatus ?? 999)
        && (query.From is null || row.At >= query.From)
        && (query.To is null || row.At < query.To)
        && (query.Words is null || query.Words.Split(' ').All(word => row.Metadata!.Contains(word, StringComparison.OrdinalIgnoreCase)));

    public sealed class OnPostgres(LogFixture.OnPostgres log) : RequestLogTests(log), IClassFixture<LogFixture.OnPostgres>;

    public sealed class OnSqlite(LogFixture.OnSqlite log) : RequestLogTests(log), IClassFixture<LogFixture.OnSqlite>
    {
        [Theory]
        [InlineData("tenant", "ix_request_log_tenant_id_id")]
        [InlineData("small tenant", "ix_request_log_tenant_id_id")]
        [InlineData("key", "ix_request_log_key_id_id")]
        [InlineData("model", "ix_request_log_model_id")]
        [InlineData("user", "ix_request_log_user_id_id")]
        [InlineData("status", "ix_request_log_status_id")]
        [InlineData("rare status of a big tenant", "ix_request_log_status_id")]
        [InlineData("class of a small tenant", "ix_request_log_tenant_id_id")]
        [InlineData("common word of a small tenant", "ix_request_log_tenant_id_id")]
        [InlineData("rare word and a tenant", "VIRTUAL TABLE INDEX")]
        [InlineData("all", "USING INTEGER PRIMARY KEY")]
        public async Task ListAsync_Query_ByTheIndexThatLeavesTheFewest(string name, string expected)
        {
            var plan = await log.Log.ExplainAsync(Queries[name], Stop);

            var text = string.Join('\n', plan);
            text.ShouldContain(expected);
            // Rows come in order from the index: sorting would read them all. Only the page itself is put in order.
            plan.Count(step => step.Contains("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)).ShouldBe(0, text);
            plan.ShouldNotContain(step => step.StartsWith("SCAN request_log", StringComparison.Ordinal), text);
        }
    }
}
