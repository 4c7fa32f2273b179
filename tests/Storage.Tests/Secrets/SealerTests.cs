using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage.Tests;

public abstract class SealerTests(DatabaseKind kind) : IAsyncLifetime
{
    private const string Owner = "acme";
    private const string Context = "log/req_1/request";
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("What a client said.");

    private readonly MasterKeys masters = MasterKeys.Parse(MasterKeys.Create(), "a test");
    private TempDatabase database = null!;
    private Sealer sealer = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        sealer = new Sealer(Keys(masters));
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OpenAsync_WhatWasSealed_ComesBackAlsoInAnotherProcess()
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);

        value.Length.ShouldBe(Plain.Length + 33);
        value.AsSpan().IndexOf(Plain).ShouldBe(-1);
        (await sealer.OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
        (await new Sealer(Keys(masters)).OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
    }

    [Fact]
    public async Task OpenAsync_Nothing_ComesBackAsNothing() =>
        (await sealer.OpenAsync(Owner, await sealer.SealAsync(Owner, default, Context, Stop), Context, Stop)).ShouldBe([]);

    [Fact]
    public async Task SealAsync_Twice_Differs() =>
        (await sealer.SealAsync(Owner, Plain, Context, Stop)).ShouldNotBe(await sealer.SealAsync(Owner, Plain, Context, Stop));

    [Fact]
    public async Task OpenAsync_AnyByteChanged_Refused()
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        for (var i = 0; i < value.Length; i++)
        {
            var changed = value.ToArray();
            changed[i] ^= 1;

            // Another version is a key that there is not; the rest fails its check.
            var opened = await Record.ExceptionAsync(async () => (await sealer.OpenAsync(Owner, changed, Context, Stop)).ShouldBeNull());
            (i is >= 1 and <= 4 && opened is null).ShouldBe(opened is not CryptographicException, $"byte {i}");
        }
    }

    [Fact]
    public async Task OpenAsync_CutOff_Refused()
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        for (var length = 0; length < value.Length; length++)
        {
            await Should.ThrowAsync<CryptographicException>(async () => await sealer.OpenAsync(Owner, value.AsMemory(0, length), Context, Stop));
        }
    }

    [Theory]
    [InlineData(Owner, "log/req_2/request")]
    [InlineData(Owner, "")]
    [InlineData("other", Context)]
    public async Task OpenAsync_OtherOwnerOrContext_Refused(string owner, string context)
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        await sealer.SealAsync("other", Plain, Context, Stop); // It has a key of the same version.

        await Should.ThrowAsync<CryptographicException>(async () => await sealer.OpenAsync(owner, value, context, Stop));
    }

    [Fact]
    public async Task RotateAsync_NewVersionSeals_OldStillOpens()
    {
        var old = await sealer.SealAsync(Owner, Plain, Context, Stop);

        (await sealer.RotateAsync(Owner, Stop)).ShouldBe(2);

        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        (old[4], value[4]).ShouldBe(((byte)1, (byte)2));
        (await sealer.OpenAsync(Owner, old, Context, Stop)).ShouldBe(Plain);
        (await sealer.OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
    }

    [Fact]
    public async Task SealAsync_KeySealedEnough_RotatedByItself()
    {
        var strict = new Sealer(Keys(masters), sealsPerKey: 3);
        List<byte> versions = [];
        for (var i = 0; i < 6; i++)
        {
            var value = await strict.SealAsync(Owner, Plain, Context, Stop);
            versions.Add(value[4]);
            (await strict.OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
        }

        versions.ShouldBe([1, 1, 2, 2, 3, 3]);
    }

    [Fact]
    public async Task EraseAsync_Owner_UnreadableWhileOthersAreNot()
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        var other = await sealer.SealAsync("other", Plain, Context, Stop);
        await sealer.RotateAsync(Owner, Stop);

        (await sealer.EraseAsync(Owner, Stop)).ShouldBe(2);

        (await sealer.OpenAsync(Owner, value, Context, Stop)).ShouldBeNull();
        (await sealer.OpenAsync("other", other, Context, Stop)).ShouldBe(Plain);
        database.Scalar<long>("SELECT count(*) FROM data_keys WHERE owner = 'acme'").ShouldBe(0);
        await sealer.SealAsync(Owner, Plain, Context, Stop); // A new first version, which does not open the old values either.
        await Should.ThrowAsync<CryptographicException>(async () => await sealer.OpenAsync(Owner, value, Context, Stop));
    }

    [Fact]
    public async Task SealAsync_FirstUseByManyStoresAtOnce_OneKey()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => new Sealer(Keys(masters))).ToList();

        var values = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.SealAsync(Owner, Plain, Context, Stop), Stop)));

        database.Scalar<long>("SELECT count(*) FROM data_keys").ShouldBe(1);
        foreach (var value in values)
        {
            (await sealer.OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
        }
    }

    [Fact]
    public async Task RewrapAsync_NewMasterKeyFirst_OldOneNoLongerNeeded()
    {
        var old = MasterKeys.Create();
        var next = MasterKeys.Create();
        var value = await new Sealer(Keys(MasterKeys.Parse(old, "old"))).SealAsync(Owner, Plain, Context, Stop);

        var both = Keys(MasterKeys.Parse($"# new\n{next}\n\n{old}\n", "both"));
        (await both.RewrapAsync(Stop)).ShouldBe(1);
        (await both.RewrapAsync(Stop)).ShouldBe(0);

        var alone = Keys(MasterKeys.Parse(next, "next"));
        (await alone.RewrapAsync(Stop)).ShouldBe(0);
        (await new Sealer(alone).OpenAsync(Owner, value, Context, Stop)).ShouldBe(Plain);
    }

    [Fact]
    public async Task RewrapAsync_MasterKeyMissing_SaysWhatToDo()
    {
        await sealer.SealAsync(Owner, Plain, Context, Stop);

        var failure = await Should.ThrowAsync<StorageException>(() => Keys(MasterKeys.Parse(MasterKeys.Create(), "/keys/file")).RewrapAsync(Stop));

        failure.Message.ShouldContain(masters.NewestId);
        failure.Message.ShouldContain("/keys/file");
        failure.Message.ShouldContain("LLMGW_MASTER_KEY_FILE");
    }

    [Fact]
    public async Task OpenAsync_WrappedKeyPutUnderAnotherOwner_Refused()
    {
        var value = await sealer.SealAsync(Owner, Plain, Context, Stop);
        database.Execute("INSERT INTO data_keys SELECT 'thief', version, master_key_id, wrapped, created_at FROM data_keys");

        await Should.ThrowAsync<CryptographicException>(async () => await sealer.OpenAsync("thief", value, Context, Stop));
    }

    private DataKeys Keys(MasterKeys keys) => new(database.Get<IDbContextFactory<GatewayDbContext>>(), keys, TimeProvider.System);

    public sealed class OnSqlite() : SealerTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : SealerTests(DatabaseKind.Postgres);
}
