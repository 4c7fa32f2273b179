namespace LlmGateway.Storage.Tests;

public abstract class OrleansRemindersTests(DatabaseKind kind) : IAsyncLifetime
{
    private TempDatabase database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => database = await TempDatabase.CreateMigratedAsync(kind);

    public ValueTask DisposeAsync()
    {
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Reminder_OutlivesARestartUntilUnregistered()
    {
        await using (var silo = await TestSilo.StartAsync(database))
        {
            var grain = silo.Grains.GetGrain<IAlarmGrain>("a");
            await grain.RegisterAsync("hourly", TimeSpan.FromHours(1));
            await grain.RegisterAsync("daily", TimeSpan.FromDays(1));
        }

        await using (var silo = await TestSilo.StartAsync(database))
        {
            var grain = silo.Grains.GetGrain<IAlarmGrain>("a");
            (await grain.ListAsync()).ShouldBe(["daily", "hourly"]);
            await grain.RegisterAsync("hourly", TimeSpan.FromHours(2));
            await grain.UnregisterAsync("daily");
            (await grain.ListAsync()).ShouldBe(["hourly"]);
        }

        database.Scalar<long>("SELECT Period FROM OrleansReminders").ShouldBe(2 * 60 * 60 * 1000);
        database.Scalar<long>("SELECT Version FROM OrleansReminders").ShouldBe(1);
    }

    [Fact]
    public async Task Table_KeepsValuesAndVersions()
    {
        await using var silo = await TestSilo.StartAsync(database);
        var table = silo.Get<IReminderTable>();
        var entry = Entry("a", TimeSpan.FromDays(60));

        var first = await table.UpsertRow(entry, Stop);
        var second = await table.UpsertRow(entry, Stop);
        var read = await table.ReadRow(entry.GrainId, entry.ReminderName, Stop);

        second.ShouldNotBe(first);
        read.ShouldNotBeNull();
        read.ETag.ShouldBe(second);
        read.StartAt.ShouldBe(entry.StartAt);
        read.Period.ShouldBe(entry.Period);
        (await table.RemoveRow(entry.GrainId, entry.ReminderName, first!, Stop)).ShouldBeFalse();
        (await table.RemoveRow(entry.GrainId, entry.ReminderName, second!, Stop)).ShouldBeTrue();
        (await table.ReadRow(entry.GrainId, entry.ReminderName, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Table_ReadsTheRingInAnyTwoParts()
    {
        await using var silo = await TestSilo.StartAsync(database);
        var table = silo.Get<IReminderTable>();
        var hashes = new List<uint>();
        for (var i = 0; i < 50; i++)
        {
            var entry = Entry($"grain{i}", TimeSpan.FromHours(1));
            await table.UpsertRow(entry, Stop);
            hashes.Add(entry.GrainId.GetUniformHashCode());
        }

        foreach (var (begin, end) in new[] { (hashes[0], hashes[1]), (0u, uint.MaxValue), (1u << 31, 1u << 30), (hashes[2], hashes[2]) })
        {
            var inside = await table.ReadRows(begin, end, Stop);
            var outside = await table.ReadRows(end, begin, Stop);

            // A range excludes its begin and includes its end; equal ends are the whole ring.
            inside.Reminders.Select(row => row.GrainId.GetUniformHashCode()).Order()
                .ShouldBe(hashes.Where(hash => begin == end || hash - begin - 1 < end - begin).Order());
            (inside.Reminders.Count + outside.Reminders.Count).ShouldBe(begin == end ? 100 : 50);
        }
    }

    private static ReminderEntry Entry(string key, TimeSpan period) => new()
    {
        GrainId = GrainId.Create("alarm", key),
        ReminderName = "r",
        StartAt = new DateTime(2026, 1, 2, 3, 4, 5, 678),
        Period = period,
    };

    public sealed class OnSqlite() : OrleansRemindersTests(DatabaseKind.Sqlite);

    public sealed class OnPostgres() : OrleansRemindersTests(DatabaseKind.Postgres);
}
