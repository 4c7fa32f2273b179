using System.Diagnostics;
using LlmGateway.Storage;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Benchmarks.Usage;

/// <summary>How long usage, bills and the log take to read among ten million requests.</summary>
internal static class UsageQueriesBenchmark
{
    private const int Rounds = 9;
    private const string Big = "tenant-000";
    private const string Middle = "tenant-100";
    private static readonly DateTimeOffset From = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddMonths(1);

    /// <param name="rows">How many requests.</param>
    /// <param name="folder">Where the database is kept for another run, and taken from if it is there; null for one that is deleted.</param>
    public static async Task RunAsync(long rows, string? folder)
    {
        DirectoryInfo directory = new(folder ?? Path.Combine(Path.GetTempPath(), $"llmgw-usage-{Guid.NewGuid():N}"));
        try
        {
            var database = SqliteConnectionString.For(directory.FullName);
            var started = Stopwatch.GetTimestamp();
            if (!directory.Exists)
            {
                await new UsageFill(database, rows).RunAsync();
            }

            await MeasureAsync(database, Stopwatch.GetElapsedTime(started), directory);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (folder is null)
            {
                directory.Delete(recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(string database, TimeSpan filled, DirectoryInfo directory)
    {
        var (usage, log) = (new UsageQueries(GatewayDatabase.OnSqlite(database)), new RequestLog(GatewayDatabase.OnSqlite(database)));
        var counts = await CountAsync(database);
        Console.WriteLine($"ledger {counts.Ledger}, usage_hours {counts.Hours}, request_log {counts.Log} rows; {directory.EnumerateFiles().Sum(file => file.Length) >> 20} MiB, filled in {filled.TotalSeconds:0} s");
        Console.WriteLine("| query | rows | median | slowest |\n|---|---|---|---|");
        foreach (var (name, query) in Sums())
        {
            await TimeAsync(name, async () => (await usage.SumAsync(query)).Items.Count);
        }

        foreach (var (name, query) in Searches())
        {
            await TimeAsync(name, async () => (await log.ListAsync(query, 100)).Items.Count);
        }
    }

    private static IEnumerable<(string Name, UsageQuery Query)> Sums()
    {
        UsageQuery month = new() { From = From, To = To };
        var day = From.AddDays(15);
        yield return ("usage of the biggest tenant, a month by day", month with { Tenant = Big, Bucket = UsageBucket.Day });
        yield return ("usage of a tenant, a month by day, key and model", month with { Tenant = Middle, Bucket = UsageBucket.Day, By = UsageGroups.Key | UsageGroups.Model });
        yield return ("usage of the biggest tenant, 90 days in one row", new() { Tenant = Big });
        yield return ("usage of all tenants, a day by tenant", new() { From = day, To = day.AddDays(1), By = UsageGroups.Tenant });
        yield return ("usage of all tenants, a month by tenant (list of invoices)", month with { By = UsageGroups.Tenant });
        yield return ("usage of all tenants, a month in one row", month);
        yield return ("invoice of the biggest tenant", month with { Tenant = Big, By = UsageGroups.Model });
        yield return ("costs of the biggest tenant, 31 days by model", new() { Tenant = Big, From = From, To = From.AddDays(31), Bucket = UsageBucket.Day, By = UsageGroups.Model });
        yield return ("completions of the biggest tenant, 168 hours", new() { Tenant = Big, From = From, To = From.AddHours(168), Bucket = UsageBucket.Hour, Operations = ["chat", "text_completion"] });
        yield return ("completions of the biggest tenant, 1440 minutes", new() { Tenant = Big, From = day, To = day.AddDays(1), Bucket = UsageBucket.Minute, Operations = ["chat", "text_completion"] });
    }

    private static IEnumerable<(string Name, RequestLogQuery Query)> Searches()
    {
        yield return ("log, newest 100", new());
        yield return ("log of a tenant", new() { Tenant = Middle });
        yield return ("log of the biggest tenant, status 5xx", new() { Tenant = Big, MinStatus = 500, MaxStatus = 599 });
        yield return ("log of a tenant, status 5xx, a month", new() { Tenant = Middle, MinStatus = 500, MaxStatus = 599, From = From, To = To });
        yield return ("log of a key", new() { Key = $"key_{300:x24}" });
        yield return ("log of a model, 4xx", new() { Model = "model-07", MinStatus = 400, MaxStatus = 499 });
        yield return ("log of a user", new() { User = "user-77" });
        yield return ("log of a tenant and model that never met", new() { Tenant = Middle, Model = "model-39" });
        yield return ("log, a rare word", new() { Words = "T-5000" });
        yield return ("log of a tenant, a common word", new() { Tenant = Middle, Words = "team10" });
        yield return ("log, an hour 60 days ago", new() { From = UsageFill.Start.AddDays(30), To = UsageFill.Start.AddDays(30).AddHours(1) });
    }

    private static async Task TimeAsync(string name, Func<Task<int>> read)
    {
        List<TimeSpan> times = [];
        var rows = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = await read();
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        var slowest = times.Max();
        times.Sort();
        Console.WriteLine($"| {name} | {rows} | {times[Rounds / 2].TotalMilliseconds:0.0} ms | {slowest.TotalMilliseconds:0.0} ms |");
    }

    private static async Task<(long Ledger, long Hours, long Log)> CountAsync(string database)
    {
        await using SqliteConnection connection = new(database);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT MAX(rowid) FROM ledger), (SELECT COUNT(*) FROM usage_hours), (SELECT MAX(id) FROM request_log)";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }
}
