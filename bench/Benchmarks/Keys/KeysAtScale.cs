using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Benchmarks.Overhead;

namespace LlmGateway.Benchmarks.Keys;

/// <summary>What a data directory with very many API keys costs beside one with few: time to ready, memory, and latency.</summary>
internal static class KeysAtScale
{
    private const int Used = 1000;
    private const int Requests = 2000;
    private const int Rounds = 3;

    public static async Task RunAsync(int count)
    {
        var upstreamPort = Target.FreePort();
        await using var upstream = await ChildProcess.StartAsync(upstreamPort, Environment.ProcessPath!, "upstream", $"{upstreamPort}");
        await using var few = await PrepareAsync(upstreamPort);
        await using var many = await PrepareAsync(upstreamPort);
        await many.Silo.KillAsync();
        var started = Stopwatch.GetTimestamp();
        KeyRows.Clone(many.Silo.Database, many.KeyIds[0], count);
        Console.WriteLine($"{count} keys were added in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; the database has {new FileInfo(many.Silo.Database).Length / 1024 / 1024} MiB.");
        await few.Silo.KillAsync();
        await few.Silo.RestartAsync();
        await many.Silo.RestartAsync();

        Filling[] fillings = [few, many];
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var filling in round % 2 == 0 ? fillings : Enumerable.Reverse(fillings))
            {
                await filling.MeasureAsync(Requests);
            }
        }

        Console.WriteLine(Report(count, few, many));
    }

    private static async Task<Filling> PrepareAsync(int upstreamPort)
    {
        var silo = await SiloUnderTest.StartAsync();
        await silo.AdminAsync(HttpMethod.Post, "/admin/v1/upstreams", new
        {
            name = "static",
            kind = "openai",
            base_url = $"http://127.0.0.1:{upstreamPort}/v1",
            models = new[] { "static" },
            prices = new Dictionary<string, object> { ["static"] = new { input = "0.15", output = "0.60" } },
        });
        List<(string Id, string Secret)> keys = [];
        for (var i = 0; i < Used; i++)
        {
            JsonNode created = (await silo.AdminAsync(HttpMethod.Post, "/admin/v1/tenants/default/keys", new { name = $"key {i}" }))!;
            keys.Add((created["id"]!.GetValue<string>(), created["key"]!.GetValue<string>()));
        }

        return new Filling(silo, [.. keys.Select(key => key.Id)], [.. keys.Select(key => key.Secret)]);
    }

    private static string Report(int count, Filling few, Filling many)
    {
        StringBuilder report = new();
        report.AppendLine($"| median of {Rounds} rounds | {Used} keys | {count} keys more |").AppendLine("|---|---|---|");
        Row("ready after a start", filling => $"{Filling.Median(filling.Ready):0.00} s");
        Row("resident memory when ready", filling => $"{Filling.Median(filling.Memory):0} MiB");
        Row($"resident memory after {Used} keys were used", filling => $"{Filling.Median(filling.MemoryUsed):0} MiB");
        Row("first request of a key, p50", filling => $"{Filling.Median(filling.First):0.000} ms");
        Row("GET /v1/models, p50", filling => $"{Filling.Median(filling.Models):0.000} ms");
        Row("chat to an upstream that answers at once, p50", filling => $"{Filling.Median(filling.Chat):0.000} ms");
        return report.ToString();

        void Row(string name, Func<Filling, string> value) => report.AppendLine($"| {name} | {value(few)} | {value(many)} |");
    }
}
