namespace LlmGateway.Storage.Tests.Scim;

public sealed class ScimUserDirectoryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private TempDatabase database = null!;
    private ScimUserDirectory directory = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync();
        directory = database.Get<ScimUserDirectory>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryInsertAsync_SameUserOrNameInATenant_False()
    {
        (await directory.TryInsertAsync(Row("acme", "usr_1", "name-1"), Stop)).ShouldBeTrue();

        (await directory.TryInsertAsync(Row("acme", "usr_1", "name-2"), Stop)).ShouldBeFalse();
        (await directory.TryInsertAsync(Row("acme", "usr_2", "name-1"), Stop)).ShouldBeFalse();
        (await directory.TryInsertAsync(Row("other", "usr_1", "name-1"), Stop)).ShouldBeTrue();

        (await directory.CountAsync("acme", Stop)).ShouldBe(1);
        (await directory.TenantsOfAsync("usr_1", Stop)).ShouldBe(["acme", "other"], ignoreOrder: true);
    }

    [Fact]
    public async Task TryUpdateAsync_AnotherVersionOrNameOfAnother_False()
    {
        await directory.TryInsertAsync(Row("acme", "usr_1", "name-1"), Stop);
        await directory.TryInsertAsync(Row("acme", "usr_2", "name-2"), Stop);
        var (first, second) = ((await directory.FindAsync("acme", "usr_1", Stop))!, (await directory.FindAsync("acme", "usr_1", Stop))!);

        (first.Active, first.UserNameHash) = (false, "name-3");
        (await directory.TryUpdateAsync(first, Stop)).ShouldBeTrue();
        (await directory.TryUpdateAsync(second, Stop)).ShouldBeFalse();
        first.UserNameHash = "name-2";
        (await directory.TryUpdateAsync(first, Stop)).ShouldBeFalse();

        var stored = (await directory.FindAsync("acme", "usr_1", Stop))!;
        (stored.Active, stored.UserNameHash, stored.Version).ShouldBe((false, "name-3", 1));
    }

    [Fact]
    public async Task ListAsync_MatchAndPage_OfOneTenantInOrder()
    {
        for (var i = 1; i <= 3; i++)
        {
            await directory.TryInsertAsync(Row("acme", $"usr_{i}", $"name-{i}") with { ExternalIdHash = "ext", EmailHashes = $"a{i} b{i}", CreatedAt = Start.AddSeconds(-i) }, Stop);
        }

        await directory.TryInsertAsync(Row("other", "usr_2", "name-2") with { EmailHashes = "a2 b2" }, Stop);

        (await IdsAsync(null, 0, 10)).ShouldBe(["usr_3", "usr_2", "usr_1"]);
        (await IdsAsync(null, 1, 1)).ShouldBe(["usr_2"]);
        (await IdsAsync(new ScimUserMatch { UserNameHash = "name-2" }, 0, 10)).ShouldBe(["usr_2"]);
        (await IdsAsync(new ScimUserMatch { EmailHash = "b2" }, 0, 10)).ShouldBe(["usr_2"]);
        (await IdsAsync(new ScimUserMatch { ExternalIdHash = "ext", UserId = "usr_1" }, 0, 10)).ShouldBe(["usr_1"]);
        (await directory.WhichAsync("acme", ["usr_1", "usr_3", "usr_9"], Stop)).ShouldBe(["usr_1", "usr_3"], ignoreOrder: true);
        (await directory.DeleteAsync("acme", "usr_1", Stop)).ShouldBeTrue();
        (await directory.DeleteAsync("acme", "usr_1", Stop)).ShouldBeFalse();

        async Task<IEnumerable<string>> IdsAsync(ScimUserMatch? match, int skip, int take) => (await directory.ListAsync("acme", match, skip, take, Stop)).Select(row => row.UserId);
    }

    [Fact]
    public async Task DeleteAsync_OfTheUser_TakesThemOutOfAllDirectories()
    {
        await directory.TryInsertAsync(Row("acme", "usr_1", "name-1"), Stop);
        await directory.TryInsertAsync(Row("other", "usr_1", "name-1"), Stop);

        await database.Get<UserDirectory>().DeleteAsync("usr_1", Stop);

        (await directory.TenantsOfAsync("usr_1", Stop)).ShouldBeEmpty();
    }

    private static ScimUserRow Row(string tenant, string user, string name) => new()
    {
        TenantId = tenant,
        UserId = user,
        UserNameHash = name,
        EmailHashes = "",
        Sealed = [1, 2],
        Active = true,
        CreatedAt = Start,
        ChangedAt = Start,
    };
}
