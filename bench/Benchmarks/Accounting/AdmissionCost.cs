using System.Diagnostics;
using LlmGateway.Grains;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace LlmGateway.Benchmarks.Accounting;

/// <summary>What one admission with its settlement costs in a silo's own process, and what an active tenant holds in memory.</summary>
internal static class AdmissionCost
{
    private const int Callers = 32;
    private const int Requests = 300_000;
    private const int Tenants = 10_000;
    private static readonly UsageLimits Wide = new() { RequestsPerMinute = UsageLimits.Max, TokensPerMinute = UsageLimits.Max, ConcurrentRequests = UsageLimits.Max };

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("llmgw-bench-").FullName;
        var database = GatewayDatabase.OnSqlite(SqliteConnectionString.For(folder));
        await database.MigrateAsync();
        using var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(Overhead.Target.FreePort(), Overhead.Target.FreePort());
                silo.AddAdoNetGrainStorageAsDefault(options => (options.Invariant, options.ConnectionString) = (database.OrleansInvariant, database.ConnectionString));
                silo.UseInMemoryReminderService();
                silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromHours(1));
                silo.Services.AddGatewayStorage(database);
                silo.AddGatewayGrains();
            })
            .Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var silo = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

        Console.WriteLine("| what | CPU | allocated |");
        Console.WriteLine("|---|---|---|");
        await grains.GetRateLimits("plain").GetLimitsAsync(null);
        Console.WriteLine($"| a grain call that does nothing (baseline) | {await MeasureAsync(grains, (grains, _) => new ValueTask(grains.GetRateLimits("plain").GetLimitsAsync(null)))} |");
        await LimitAsync(grains, "limited");
        Console.WriteLine($"| admit and settle, limits of tenant and key and two budgets | {await MeasureAsync(grains, (grains, number) => AdmitAsync(grains, silo, "limited", number))} |");
        Console.WriteLine($"| the same, spread over 1,000 tenants | {await SpreadAsync(grains, silo)} |");

        Console.WriteLine();
        Console.WriteLine("| an active tenant with | holds |");
        Console.WriteLine("|---|---|");
        Console.WriteLine($"| no limits | {await HoldAsync(grains, silo, "free", _ => Task.CompletedTask)} B |");
        Console.WriteLine($"| limits of its own | {await HoldAsync(grains, silo, "own", tenant => grains.GetRateLimits(tenant).SetLimitsAsync(null, Wide))} B |");
        Console.WriteLine($"| limits of its own and of a key, and two budgets | {await HoldAsync(grains, silo, "all", tenant => LimitAsync(grains, tenant))} B |");
        await host.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Bytes that a tenant keeps in memory after a request, grain and all.
    private static async Task<long> HoldAsync(IGrainFactory grains, SiloAddress silo, string name, Func<string, Task> limit)
    {
        var before = Settled();
        for (var tenant = 0; tenant < Tenants; tenant++)
        {
            await limit($"{name}-{tenant}");
            await AdmitAsync(grains, silo, $"{name}-{tenant}", tenant);
        }

        return (Settled() - before) / Tenants;
    }

    private static async Task<string> SpreadAsync(IGrainFactory grains, SiloAddress silo)
    {
        for (var tenant = 0; tenant < 1000; tenant++)
        {
            await LimitAsync(grains, $"spread-{tenant}");
        }

        return await MeasureAsync(grains, (grains, number) => AdmitAsync(grains, silo, $"spread-{number % 1000}", number));
    }

    private static async Task LimitAsync(IGrainFactory grains, string tenant)
    {
        var limiter = grains.GetRateLimits(tenant);
        await limiter.SetLimitsAsync(null, Wide);
        await limiter.SetLimitsAsync("key", Wide);
        await limiter.SetBudgetsAsync(
            [new Budget { Period = BudgetPeriod.Day, AmountMicros = long.MaxValue / 2, Hard = true }, new Budget { Period = BudgetPeriod.Month, AmountMicros = long.MaxValue / 2, Hard = true }]);
    }

    private static async ValueTask AdmitAsync(IGrainFactory grains, SiloAddress silo, string tenant, int number)
    {
        var limiter = grains.GetRateLimits(tenant);
        var id = $"req_{number:x32}";
        var decision = await limiter.AdmitAsync(new AdmissionRequest
        {
            RequestId = id,
            KeyId = "key",
            Model = "model",
            Silo = silo,
            PromptTokens = 100,
            NewTokens = 100,
            InputPrice = 150_000,
            OutputPrice = 600_000,
            At = DateTimeOffset.UnixEpoch,
        });
        if (decision.Denial is not null)
        {
            throw new InvalidOperationException(decision.Denial.ToString());
        }

        await limiter.SettleAsync(new Settlement(id, 50, 10));
    }

    private static async Task<string> MeasureAsync(IGrainFactory grains, Func<IGrainFactory, int, ValueTask> call)
    {
        await RunAsync(grains, call, Requests / 3);
        var (cpu, bytes) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
        await RunAsync(grains, call, Requests);
        return $"{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / Requests:0.0} µs | {(GC.GetTotalAllocatedBytes() - bytes) / Requests} B";
    }

    private static async Task RunAsync(IGrainFactory grains, Func<IGrainFactory, int, ValueTask> call, int requests)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= requests)
            {
                await call(grains, number);
            }
        })));
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
