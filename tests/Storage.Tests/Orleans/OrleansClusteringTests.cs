namespace LlmGateway.Storage.Tests;

public abstract class OrleansClusteringTests(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TempDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await TempDatabase.CreateMigratedAsync(kind);

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TwoSilos_SeeEachOtherComeAndGo()
    {
        await using var first = await TestSilo.StartClusteredAsync(database);
        await using (var second = await TestSilo.StartClusteredAsync(database))
        {
            await SeesActiveAsync(first, 2);
            await SeesActiveAsync(second, 2);
            var grain = first.Grains.GetGrain<ICounterGrain>("a");
            await grain.IncrementAsync();
            (await second.Grains.GetGrain<ICounterGrain>("a").IncrementAsync()).ShouldBe(2);
        }

        await SeesActiveAsync(first, 1);
        (await first.Grains.GetGrain<ICounterGrain>("a").GetAsync()).ShouldBe(2);
        database.Scalar<long>($"SELECT count(*) FROM OrleansMembership WHERE Status = {(int)SiloStatus.Active}").ShouldBe(1);
    }

    private static async Task SeesActiveAsync(TestSilo silo, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Patience);
        await foreach (var snapshot in silo.Get<IClusterMembershipService>().MembershipUpdates.WithCancellation(stop.Token))
        {
            if (snapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == count)
            {
                return;
            }
        }
    }

    public sealed class OnSqlite() : OrleansClusteringTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : OrleansClusteringTests(DatabaseKind.Postgres);
}
