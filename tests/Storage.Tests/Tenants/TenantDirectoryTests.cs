namespace LlmGateway.Storage.Tests;

public abstract class TenantDirectoryTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private TempDatabase database = null!;
    private TenantDirectory tenants = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        tenants = database.Get<TenantDirectory>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task UpsertAsync_NewRow_IsFoundAsWritten()
    {
        var row = Row("acme", Start) with { Plan = "pro", Status = TenantRowStatus.Suspended };

        await tenants.UpsertAsync(row, Stop);

        (await tenants.FindAsync("acme", Stop)).ShouldBe(row);
        database.Scalar<string>("SELECT status FROM tenants").ShouldBe("suspended");
        database.Scalar<long>("SELECT created_at FROM tenants").ShouldBe(Start.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task UpsertAsync_Twice_IsTheSameAsOnce()
    {
        var row = Row("acme", Start);

        await tenants.UpsertAsync(row, Stop);
        await tenants.UpsertAsync(row, Stop);

        (await tenants.ListAsync(10, cancellationToken: Stop)).Items.ShouldBe([row]);
    }

    [Fact]
    public async Task UpsertAsync_KnownId_OverwritesEveryColumn()
    {
        await tenants.UpsertAsync(Row("acme", Start) with { Plan = "pro" }, Stop);
        var changed = Row("acme", Start.AddDays(1)) with { Name = "Acme 2", Status = TenantRowStatus.Deleted };

        await tenants.UpsertAsync(changed, Stop);

        (await tenants.FindAsync("acme", Stop)).ShouldBe(changed);
    }

    [Fact]
    public async Task UpsertAsync_SameIdAtOnce_KeepsOneRow()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Task.Run(() => tenants.UpsertAsync(Row("acme", Start) with { Name = $"{i}" }, Stop), Stop)));

        (await tenants.ListAsync(10, cancellationToken: Stop)).Items.ShouldHaveSingleItem().Id.ShouldBe("acme");
    }

    [Fact]
    public async Task FindAsync_UnknownId_IsNull() => (await tenants.FindAsync("nobody", Stop)).ShouldBeNull();

    [Fact]
    public async Task DeleteAsync_TellsWhetherThereWasARow()
    {
        await tenants.UpsertAsync(Row("acme", Start), Stop);

        (await tenants.DeleteAsync("acme", Stop)).ShouldBeTrue();
        (await tenants.DeleteAsync("acme", Stop)).ShouldBeFalse();
        (await tenants.FindAsync("acme", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task ListAsync_Forwards_WalksAllInOrder()
    {
        await AddSevenAsync();

        var first = await tenants.ListAsync(3, cancellationToken: Stop);
        var second = await tenants.ListAsync(3, after: "c", cancellationToken: Stop);
        var third = await tenants.ListAsync(3, after: "f", cancellationToken: Stop);
        var past = await tenants.ListAsync(3, after: "g", cancellationToken: Stop);

        Ids(first).ShouldBe("abc+");
        Ids(second).ShouldBe("def+");
        Ids(third).ShouldBe("g");
        Ids(past).ShouldBe("");
    }

    [Fact]
    public async Task ListAsync_Backwards_WalksAllInTheSameOrder()
    {
        await AddSevenAsync();

        var last = await tenants.ListAsync(3, before: "g", cancellationToken: Stop);
        var middle = await tenants.ListAsync(3, before: "d", cancellationToken: Stop);
        var past = await tenants.ListAsync(3, before: "a", cancellationToken: Stop);

        Ids(last).ShouldBe("def+");
        Ids(middle).ShouldBe("abc");
        Ids(past).ShouldBe("");
    }

    [Fact]
    public async Task ListAsync_BothCursors_StaysBetweenThem()
    {
        await AddSevenAsync();

        Ids(await tenants.ListAsync(10, after: "b", before: "f", cancellationToken: Stop)).ShouldBe("cde");
        Ids(await tenants.ListAsync(2, after: "b", before: "f", cancellationToken: Stop)).ShouldBe("cd+");
    }

    [Fact]
    public async Task ListAsync_ExactlyTheLimit_HasNoMore()
    {
        await AddSevenAsync();

        Ids(await tenants.ListAsync(7, cancellationToken: Stop)).ShouldBe("abcdefg");
    }

    [Fact]
    public async Task ListAsync_UnknownCursor_IsNamed()
    {
        var after = await Should.ThrowAsync<UnknownCursorException>(() => tenants.ListAsync(3, after: "x", cancellationToken: Stop));
        var before = await Should.ThrowAsync<UnknownCursorException>(() => tenants.ListAsync(3, before: "y", cancellationToken: Stop));

        (after.Cursor, after.ParamName).ShouldBe(("x", "after"));
        (before.Cursor, before.ParamName).ShouldBe(("y", "before"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task ListAsync_LimitOutOfRange_Throws(int limit) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => tenants.ListAsync(limit, cancellationToken: Stop));

    private static TenantRow Row(string id, DateTimeOffset createdAt) =>
        new() { Id = id, Name = id.ToUpperInvariant(), Status = TenantRowStatus.Active, CreatedAt = createdAt };

    private static string Ids(Page<TenantRow> page) =>
        string.Concat(page.Items.Select(row => row.Id)) + (page.HasMore ? "+" : "");

    // c, d and e share one instant, across the ends of two pages; the rows are not inserted in order.
    private async Task AddSevenAsync()
    {
        foreach (var (id, second) in new[] { ("e", 2), ("g", 4), ("a", 0), ("d", 2), ("c", 2), ("f", 3), ("b", 1) })
        {
            await tenants.UpsertAsync(Row(id, Start.AddSeconds(second)), Stop);
        }
    }

    public sealed class OnSqlite() : TenantDirectoryTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : TenantDirectoryTests(DatabaseKind.Postgres);
}
