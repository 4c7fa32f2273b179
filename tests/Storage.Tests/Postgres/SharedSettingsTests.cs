namespace LlmGateway.Storage.Tests.Postgres;

public sealed class SharedSettingsTests : IAsyncLifetime
{
    private readonly string oldKey = MasterKeys.Create();
    private TempPostgres database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await TempPostgres.CreateMigratedAsync();

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Change_ManyAtOnce_EachSeesTheOneBefore()
    {
        var settings = Open(oldKey);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => settings.Change("count", value => [(byte)((value?[0] ?? 0) + 1)]))));

        settings.Change("count", _ => null).ShouldBe([20]);
    }

    [Fact]
    public async Task Reseal_NewMasterKey_OpensAndSealsAnew()
    {
        Open(oldKey).Change("a", _ => [1]);
        var newKey = MasterKeys.Create();
        var both = Open($"{newKey}\n{oldKey}");

        both.Reseal();

        Open(newKey).List("a").ShouldHaveSingleItem().ShouldBe([1]);
        (await SharedSettings.MasterKeyIdAsync(database.Database, Stop)).ShouldBe(MasterKeys.Parse(newKey, "new").NewestId);
        Should.Throw<StorageException>(() => Open(oldKey).Reseal()).Message.ShouldContain("LLMGW_MASTER_KEY_FILE");
    }

    [Fact]
    public async Task MasterKeyIdAsync_NewDatabase_Null() => (await SharedSettings.MasterKeyIdAsync(database.Database, Stop)).ShouldBeNull();

    private SharedSettings Open(string keys) => new(database.Database, MasterKeys.Parse(keys, "test"));
}
