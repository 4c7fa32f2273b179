namespace LlmGateway.Storage.Tests.Users;

public abstract class UserDirectoryTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private TempDatabase database = null!;
    private UserDirectory users = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        users = database.Get<UserDirectory>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryInsertAsync_SameIdOrAddress_False()
    {
        (await users.AnyAsync(Stop)).ShouldBeFalse();
        (await users.TryInsertAsync(Row("usr_1", "hash-1"), Stop)).ShouldBeTrue();

        (await users.TryInsertAsync(Row("usr_1", "hash-2"), Stop)).ShouldBeFalse();
        (await users.TryInsertAsync(Row("usr_2", "hash-1"), Stop)).ShouldBeFalse();

        (await users.AnyAsync(Stop)).ShouldBeTrue();
        (await users.FindByEmailHashAsync("hash-1", Stop))!.Id.ShouldBe("usr_1");
        (await users.FindAsync("usr_2", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task TryUpdateAsync_OfTwoWithTheSameVersion_OneFails()
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1"), Stop);
        var (first, second) = ((await users.FindAsync("usr_1", Stop))!, (await users.FindAsync("usr_1", Stop))!);
        (first.FailedSignIns, first.LockedUntil, second.Active) = (3, Start, false);

        (await users.TryUpdateAsync(first, Stop)).ShouldBeTrue();
        (await users.TryUpdateAsync(second, Stop)).ShouldBeFalse();
        (await users.TryUpdateAsync(first, Stop)).ShouldBeTrue();

        var stored = (await users.FindAsync("usr_1", Stop))!;
        (stored.FailedSignIns, stored.LockedUntil, stored.Active, stored.Version).ShouldBe((3, Start, true, 2));
    }

    [Fact]
    public async Task TryUpdateAsync_AddressOfAnother_False()
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1"), Stop);
        await users.TryInsertAsync(Row("usr_2", "hash-2"), Stop);
        var row = (await users.FindAsync("usr_2", Stop))!;
        row.EmailHash = "hash-1";

        (await users.TryUpdateAsync(row, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task ListAsync_Pages_OldestFirst()
    {
        for (var i = 1; i <= 3; i++)
        {
            await users.TryInsertAsync(Row($"usr_{i}", $"hash-{i}"), Stop);
        }

        var first = await users.ListAsync(2, cancellationToken: Stop);
        var second = await users.ListAsync(2, after: "usr_2", cancellationToken: Stop);

        first.Items.Select(row => row.Id).ShouldBe(["usr_1", "usr_2"]);
        first.HasMore.ShouldBeTrue();
        second.Items.ShouldHaveSingleItem().Id.ShouldBe("usr_3");
        (await users.DeleteAsync("usr_3", Stop)).ShouldBeTrue();
        (await users.DeleteAsync("usr_3", Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task SetActiveAsync_OfADirectory_ItsOwnAccountsAlone()
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1") with { ProvisionedBy = "acme" }, Stop);
        await users.TryInsertAsync(Row("usr_2", "hash-2"), Stop);

        (await users.SetActiveAsync("usr_2", "acme", false, Stop)).ShouldBeNull();
        (await users.SetActiveAsync("usr_1", "other", false, Stop)).ShouldBeNull();
        (await users.SetActiveAsync("usr_1", "acme", true, Stop)).ShouldBeNull(); // As before.
        (await users.SetActiveAsync("usr_1", "acme", false, Stop)).ShouldBe(false);
        (await users.SetActiveAsync("usr_1", "acme", false, Stop)).ShouldBe(false);
        (await users.FindAsync("usr_1", Stop)).ShouldSatisfyAllConditions(row => row!.Active.ShouldBeFalse(), row => row!.ShutOutByDirectory.ShouldBeTrue());
        (await users.SetActiveAsync("usr_1", "acme", true, Stop)).ShouldBe(true);

        (await users.FindAsync("usr_1", Stop))!.Active.ShouldBeTrue();
        (await users.FindAsync("usr_2", Stop))!.Active.ShouldBeTrue();
    }

    [Fact]
    public async Task SetActiveAsync_ShutOutByAnOperator_StaysSo()
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1") with { ProvisionedBy = "acme", Active = false }, Stop);

        (await users.SetActiveAsync("usr_1", "acme", true, Stop)).ShouldBeNull();

        (await users.FindAsync("usr_1", Stop))!.Active.ShouldBeFalse();
    }

    [Theory]
    [InlineData("other", true, false, null)]
    [InlineData(null, true, false, null)]
    [InlineData("acme", false, true, "acme")]
    public async Task ReleaseAsync_MemberOfAnotherPlace_NoDirectorysAnyMoreAndLetIn(string? tenant, bool active, bool shutOut, string? directory)
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1") with { ProvisionedBy = "acme", Active = false, ShutOutByDirectory = true }, Stop);
        await users.TryInsertAsync(Row("usr_2", "hash-2") with { Active = false }, Stop);
        var read = (await users.FindAsync("usr_1", Stop))!;

        var letIn = await users.ReleaseAsync(["usr_1", "usr_2", "usr_3"], tenant, Stop);

        letIn.ShouldBe(active ? ["usr_1"] : []);
        var row = (await users.FindAsync("usr_1", Stop))!;
        (row.Active, row.ShutOutByDirectory, row.ProvisionedBy).ShouldBe((active, shutOut, directory));
        (await users.FindAsync("usr_2", Stop))!.Active.ShouldBeFalse();
        (await users.TryUpdateAsync(read, Stop)).ShouldBe(!active); // Whoever read it before changes nothing by that.
    }

    [Fact]
    public async Task AnyAsync_MadeByADirectory_DoesNotCount()
    {
        await users.TryInsertAsync(Row("usr_1", "hash-1") with { ProvisionedBy = "acme" }, Stop);

        (await users.AnyAsync(Stop)).ShouldBeFalse();
    }

    private static UserRow Row(string id, string hash) => new() { Id = id, EmailHash = hash, Sealed = [1, 2], SecurityStamp = "stamp", CreatedAt = Start };

    public sealed class OnSqlite() : UserDirectoryTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : UserDirectoryTests(DatabaseKind.Postgres);
}
