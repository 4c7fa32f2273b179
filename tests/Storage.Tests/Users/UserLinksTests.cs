namespace LlmGateway.Storage.Tests.Users;

public sealed class UserLinksTests : IAsyncLifetime
{
    private const string Issuer = "https://id.example";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private TempDatabase database = null!;
    private UserDirectory users = null!;
    private UserLinks links = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync();
        (users, links) = (database.Get<UserDirectory>(), database.Get<UserLinks>());
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryInsertAsync_UserWithALinkThatIsTaken_Neither()
    {
        (await users.TryInsertAsync(User("usr_1"), Link("link-1", "usr_1"), Stop)).ShouldBeTrue();

        (await users.TryInsertAsync(User("usr_2"), Link("link-1", "usr_2"), Stop)).ShouldBeFalse();
        (await links.TryInsertAsync(Link("link-1", "usr_2"), Stop)).ShouldBeFalse();

        (await users.FindAsync("usr_2", Stop)).ShouldBeNull();
        (await links.FindAsync("link-1", Stop))!.UserId.ShouldBe("usr_1");
        (await links.FindAsync("link-2", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task UpdateAsync_RolesGiven_FoundOnceTheIssuerIsGone()
    {
        await links.TryInsertAsync(Link("link-1", "usr_1"), Stop);
        await links.TryInsertAsync(Link("link-2", "usr_2"), Stop);
        (await links.WithRolesOfOthersAsync([], 10, Stop)).ShouldBeEmpty();
        var link = (await links.FindAsync("link-1", Stop))!;
        (link.TenantId, link.ClaimsAt) = ("acme", Start.AddMinutes(1));

        await links.UpdateAsync(link, Stop);

        (await links.FindAsync("link-1", Stop)).ShouldBe(link);
        (await links.WithRolesOfOthersAsync([Issuer], 10, Stop)).ShouldBeEmpty();
        (await links.WithRolesOfOthersAsync(["https://other.example"], 10, Stop)).ShouldHaveSingleItem().ShouldBe(link);
    }

    [Fact]
    public async Task DeleteOfUserAsync_AllOfTheirs_AndNobodyElses()
    {
        await links.TryInsertAsync(Link("link-1", "usr_1"), Stop);
        await links.TryInsertAsync(Link("link-2", "usr_1"), Stop);
        await links.TryInsertAsync(Link("link-3", "usr_2"), Stop);
        (await links.OfUserAsync("usr_1", Stop)).Count.ShouldBe(2);

        await links.DeleteOfUserAsync("usr_1", Stop);

        (await links.OfUserAsync("usr_1", Stop)).ShouldBeEmpty();
        (await links.OfUserAsync("usr_2", Stop)).ShouldHaveSingleItem();
    }

    private static UserLinkRow Link(string id, string user) => new() { Id = id, UserId = user, Issuer = Issuer, ClaimsAt = DateTimeOffset.UnixEpoch, CreatedAt = Start };

    private static UserRow User(string id) => new() { Id = id, EmailHash = id, Sealed = [1, 2], SecurityStamp = "stamp", CreatedAt = Start };
}
