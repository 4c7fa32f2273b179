using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;

namespace LlmGateway.Storage.Tests;

/// <summary>The rules of Orleans' membership protocol that our queries must keep, put to them through Orleans' own provider.</summary>
public abstract class OrleansMembershipTableTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private TempDatabase database = null!;
    private AdoNetClusteringTable table = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await TempDatabase.CreateMigratedAsync(kind);
        table = await OpenAsync("dev");
    }

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        services.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task New_IsEmptyAtVersionZero()
    {
        await table.InitializeMembershipTableAsync(true, Stop);

        var all = await table.ReadAllAsync(Stop);

        all.Members.ShouldBeEmpty();
        all.Version.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Insert_RaisesTheVersionAndReadsBack()
    {
        var entry = Entry(1, SiloStatus.Joining);

        (await InsertAsync(entry, "0")).ShouldBeTrue();

        var all = await table.ReadAllAsync(Stop);
        var (read, etag) = all.Members.ShouldHaveSingleItem();
        (all.Version.Version, etag).ShouldBe((1, "1"));
        read.SiloAddress.ShouldBe(entry.SiloAddress);
        (read.SiloName, read.HostName, read.Status, read.ProxyPort).ShouldBe(("silo1", "host", SiloStatus.Joining, 30001));
        (read.StartTime, read.IAmAliveTime).ShouldBe((entry.StartTime, entry.IAmAliveTime));
    }

    [Theory]
    [InlineData(1, "1")] // The silo is there already.
    [InlineData(2, "0")] // The table has changed since it was read.
    [InlineData(2, "2")]
    public async Task Insert_Conflicting_ChangesNothing(int silo, string version)
    {
        await InsertAsync(Entry(1, SiloStatus.Joining), "0");

        (await InsertAsync(Entry(silo, SiloStatus.Active), version)).ShouldBeFalse();

        var all = await table.ReadAllAsync(Stop);
        all.Members.ShouldHaveSingleItem().Item1.Status.ShouldBe(SiloStatus.Joining);
        all.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Insert_ManyAtOnce_OneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => InsertAsync(Entry(i, SiloStatus.Joining), "0")));

        results.Count(won => won).ShouldBe(1);
        (await table.ReadAllAsync(Stop)).Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Update_RaisesTheVersionOnceAndOnlyFromTheCurrentOne()
    {
        var entry = Entry(1, SiloStatus.Joining);
        await InsertAsync(entry, "0");
        entry.Status = SiloStatus.Active;
        entry.SuspectTimes = [Tuple.Create(Address(2), Start)];

        (await UpdateAsync(entry, "0")).ShouldBeFalse();
        (await UpdateAsync(entry, "1")).ShouldBeTrue();
        (await UpdateAsync(Entry(3, SiloStatus.Active), "2")).ShouldBeFalse();

        var row = await table.ReadRowAsync(entry.SiloAddress, Stop);
        row.Version.Version.ShouldBe(2);
        var read = row.Members.ShouldHaveSingleItem().Item1;
        read.Status.ShouldBe(SiloStatus.Active);
        read.SuspectTimes.ShouldHaveSingleItem().Item1.ShouldBe(Address(2));
    }

    [Fact]
    public async Task Heartbeat_LeavesTheVersionAndIsNotTakenBack()
    {
        var entry = Entry(1, SiloStatus.Active);
        await InsertAsync(entry, "0");
        entry.IAmAliveTime = Start.AddMinutes(1);

        await table.UpdateIAmAliveAsync(entry, Stop);
        (await UpdateAsync(Entry(1, SiloStatus.ShuttingDown), "1")).ShouldBeTrue();

        (await table.ReadAllAsync(Stop)).Members.ShouldHaveSingleItem().Item1.IAmAliveTime.ShouldBe(Start.AddMinutes(1));
    }

    [Fact]
    public async Task ReadRow_UnknownSilo_StillTellsTheVersion()
    {
        await InsertAsync(Entry(1, SiloStatus.Active), "0");

        var row = await table.ReadRowAsync(Address(2), Stop);

        row.Members.ShouldBeEmpty();
        row.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Cleanup_RemovesOnlySilosLongDead()
    {
        await InsertAsync(Entry(1, SiloStatus.Active), "0");
        await InsertAsync(Entry(2, SiloStatus.Dead), "1");
        var suspected = Entry(3, SiloStatus.Dead);
        await InsertAsync(suspected, "2");
        suspected.SuspectTimes = [Tuple.Create(Address(1), Start)];
        await UpdateAsync(suspected, "3");
        var recent = Entry(4, SiloStatus.Dead);
        recent.IAmAliveTime = Start.AddHours(2);
        await InsertAsync(recent, "4");

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Start.AddHours(1), TimeSpan.Zero), Stop);

        var all = await table.ReadAllAsync(Stop);
        all.Members.Select(member => member.Item1.SiloName).Order().ShouldBe(["silo1", "silo4"]);
        all.Version.Version.ShouldBe(5);
    }

    [Fact]
    public async Task Clusters_DoNotMix()
    {
        await InsertAsync(Entry(1, SiloStatus.Active), "0");
        var other = await OpenAsync("other");
        (await other.ReadAllAsync(Stop)).Members.ShouldBeEmpty();

        await other.DeleteMembershipTableEntriesAsync("other", Stop);

        (await table.ReadAllAsync(Stop)).Members.ShouldHaveSingleItem();
        database.Scalar<long>("SELECT count(*) FROM OrleansMembershipVersion").ShouldBe(1);
    }

    private Task<bool> InsertAsync(MembershipEntry entry, string version) =>
        table.InsertRowAsync(entry, new TableVersion(int.Parse(version), version), Stop);

    private Task<bool> UpdateAsync(MembershipEntry entry, string version) =>
        table.UpdateRowAsync(entry, version, new TableVersion(int.Parse(version), version), Stop);

    private async Task<AdoNetClusteringTable> OpenAsync(string clusterId)
    {
        var opened = new AdoNetClusteringTable(
            services,
            Options.Create(new ClusterOptions { ClusterId = clusterId }),
            Options.Create(new AdoNetClusteringSiloOptions
            {
                Invariant = database.Database.OrleansInvariant,
                ConnectionString = database.Database.ConnectionString,
            }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await opened.InitializeMembershipTableAsync(true, Stop);
        return opened;
    }

    private static SiloAddress Address(int i) => SiloAddress.New(IPAddress.Loopback, 11000 + i, i);

    private static MembershipEntry Entry(int i, SiloStatus status) => new()
    {
        SiloAddress = Address(i),
        SiloName = $"silo{i}",
        HostName = "host",
        Status = status,
        ProxyPort = 30000 + i,
        StartTime = Start,
        IAmAliveTime = Start,
    };

    public sealed class OnSqlite() : OrleansMembershipTableTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : OrleansMembershipTableTests(DatabaseKind.Postgres);
}
