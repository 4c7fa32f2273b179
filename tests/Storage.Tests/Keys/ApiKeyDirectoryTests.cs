using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage.Tests;

public abstract class ApiKeyDirectoryTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private TempDatabase database = null!;
    private ApiKeyDirectory keys = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        keys = database.Get<ApiKeyDirectory>();
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task UpsertAsync_NewRow_IsFoundAsWritten()
    {
        var row = Row("key_1", "acme") with { ExpiresAt = Start.AddDays(30), Models = Texts("tiny", "a \"quoted\" one") };

        await keys.UpsertAsync(row, Stop);

        (await keys.FindAsync("key_1", Stop)).ShouldBeEquivalentTo(row);
        database.Scalar<string>("SELECT scopes FROM api_keys").ShouldBe("""["chat","embeddings"]""");
        database.Scalar<string>("SELECT status FROM api_keys").ShouldBe("active");
    }

    [Fact]
    public async Task UpsertAsync_KnownId_OverwritesEveryColumn()
    {
        await keys.UpsertAsync(Row("key_1", "acme") with { ExpiresAt = Start, Models = Texts("tiny") }, Stop);
        var changed = Row("key_1", "acme") with { Name = "new", Status = ApiKeyRowStatus.Revoked, Scopes = Texts() };

        await keys.UpsertAsync(changed, Stop);
        await keys.UpsertAsync(changed, Stop);

        (await keys.FindAsync("key_1", Stop)).ShouldBeEquivalentTo(changed);
        database.Scalar<long>("SELECT models IS NULL FROM api_keys").ShouldBe(1);
    }

    [Fact]
    public async Task UpsertAsync_HashOfAnotherKey_IsRefused()
    {
        await keys.UpsertAsync(Row("key_1", "acme"), Stop);

        await Should.ThrowAsync<DbUpdateException>(
            () => keys.UpsertAsync(Row("key_2", "other") with { Hash = Row("key_1", "acme").Hash }, Stop));

        (await keys.FindAsync("key_2", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task DeleteAsync_TellsWhetherThereWasARow()
    {
        await keys.UpsertAsync(Row("key_1", "acme"), Stop);

        (await keys.DeleteAsync("key_1", Stop)).ShouldBeTrue();
        (await keys.DeleteAsync("key_1", Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task ListAsync_ShowsOneTenantOnly()
    {
        await AddAsync("acme", "key_1", "key_2", "key_3");
        await AddAsync("other", "key_4");

        var all = await keys.ListAsync("acme", 10, cancellationToken: Stop);
        var page = await keys.ListAsync("acme", 1, after: "key_1", cancellationToken: Stop);
        var back = await keys.ListAsync("acme", 1, before: "key_3", cancellationToken: Stop);
        var none = await keys.ListAsync("nobody", 10, cancellationToken: Stop);

        all.Items.Select(row => row.Id).ShouldBe(["key_1", "key_2", "key_3"]);
        (page.Items.Single().Id, page.HasMore).ShouldBe(("key_2", true));
        (back.Items.Single().Id, back.HasMore).ShouldBe(("key_2", true));
        none.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListAsync_CursorOfAnotherTenant_IsUnknown()
    {
        await AddAsync("acme", "key_1");
        await AddAsync("other", "key_4");

        await Should.ThrowAsync<UnknownCursorException>(() => keys.ListAsync("acme", 10, after: "key_4", cancellationToken: Stop));
    }

    // An array, as rows are read back: equivalence looks at the type too.
    private static string[] Texts(params string[] texts) => texts;

    private static ApiKeyRow Row(string id, string tenantId) => new()
    {
        Id = id,
        TenantId = tenantId,
        Name = "CI",
        Prefix = "sk-gw-ab",
        Hash = $"hash of {id}",
        Status = ApiKeyRowStatus.Active,
        CreatedAt = Start,
        Scopes = Texts("chat", "embeddings"),
    };

    private async Task AddAsync(string tenantId, params string[] ids)
    {
        foreach (var id in ids)
        {
            await keys.UpsertAsync(Row(id, tenantId), Stop);
        }
    }

    public sealed class OnSqlite() : ApiKeyDirectoryTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : ApiKeyDirectoryTests(DatabaseKind.Postgres);
}
