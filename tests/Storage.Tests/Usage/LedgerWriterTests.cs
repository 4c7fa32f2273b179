using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LlmGateway.Storage.Tests.Usage;

public sealed class LedgerWriterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Write_DatabaseLocked_WaitsAndThenCommitsAll()
    {
        using var database = await TempDatabase.CreateMigratedAsync();
        using LedgerWriter writer = new(database.Database, Options.Create(new LedgerOptions()), NullLogger<LedgerWriter>.Instance);
        await writer.WriteAsync(Record(0));
        List<Task> writes;
        using (var other = database.Open())
        {
            Execute(other, "BEGIN EXCLUSIVE");
            writes = [.. Enumerable.Range(1, 50).Select(number => writer.WriteAsync(Record(number)))];
            await UntilAsync(() => writer.Failure is not null);
            writer.Failure.ShouldBe("The gateway's database is locked.");
            writes.ShouldAllBe(write => !write.IsCompleted);
            Execute(other, "ROLLBACK");
        }

        await Task.WhenAll(writes).WaitAsync(Limit, TestContext.Current.CancellationToken);

        writer.Failure.ShouldBeNull();
        database.Scalar<long>("SELECT COUNT(*) FROM ledger").ShouldBe(51);
        database.Scalar<long>("SELECT SUM(requests) FROM usage_hours").ShouldBe(51);
    }

    [Fact]
    public async Task Write_DiskFull_WaitsForSpaceAndLosesNothing()
    {
        using var disk = SmallDisk.TryMount(8);
        Assert.SkipWhen(disk is null, "Needs root on Linux, to mount a small disk.");
        var connectionString = $"{SqliteConnectionString.For(disk.Path)};Pooling=False";
        await GatewayDatabase.OnSqlite(connectionString).MigrateAsync(TestContext.Current.CancellationToken);
        using (LedgerWriter writer = new(GatewayDatabase.OnSqlite(connectionString), Options.Create(new LedgerOptions()), NullLogger<LedgerWriter>.Instance))
        {
            await writer.WriteAsync(Record(0));
            var filler = Path.Combine(disk.Path, "filler");
            Fill(filler);
            var writes = Enumerable.Range(1, 2000).Select(number => writer.WriteAsync(Record(number))).ToList();
            await UntilAsync(() => writer.Failure is not null);
            writer.Failure.ShouldBe("The disk of the gateway's database is full.");
            writes[^1].IsCompleted.ShouldBeFalse();

            File.Delete(filler);
            await Task.WhenAll(writes).WaitAsync(Limit, TestContext.Current.CancellationToken);

            writer.Failure.ShouldBeNull();
        }

        using SqliteConnection connection = new(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT COUNT(*) FROM ledger) || ' ' || (SELECT SUM(requests) FROM usage_hours) || ' ' || (SELECT SUM(input_tokens) FROM usage_hours)";
        command.ExecuteScalar().ShouldBe("2001 2001 20010");
        SqliteConnection.ClearAllPools();
    }

    // To the last byte.
    private static void Fill(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 1024 * 1024; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static RequestRecord Record(int number) => new(new LedgerRow
    {
        RequestId = $"req_{number:x32}",
        At = DateTimeOffset.UnixEpoch.AddHours(1),
        TenantId = "tenant",
        KeyId = "key",
        Model = "model",
        Version = "v1",
        Replica = "replica",
        Operation = "chat",
        Status = LedgerStatus.Completed,
        InputTokens = 10,
    });
}
