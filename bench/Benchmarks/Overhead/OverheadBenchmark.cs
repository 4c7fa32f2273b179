using System.Diagnostics;
using System.Text;

namespace LlmGateway.Benchmarks.Overhead;

/// <summary>What the gateway adds to a request, with limits, budgets, prices, ledger and log switched on, beside YARP, which does nothing of the kind, and Portkey's gateway.</summary>
internal static class OverheadBenchmark
{
    private const int Connections = 32;
    private const int Requests = 3000;
    private const string PortkeyVersion = "1.15.2";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(int rounds)
    {
        var program = Environment.ProcessPath!;
        var upstreamPort = Target.FreePort();
        var upstream = $"http://127.0.0.1:{upstreamPort}";
        await using Target direct = new("direct", upstreamPort, Target.Request(upstreamPort, "static"), await ChildProcess.StartAsync(upstreamPort, program, "upstream", $"{upstreamPort}"));
        var yarpPort = Target.FreePort();
        await using Target yarp = new("YARP", yarpPort, Target.Request(yarpPort, "static"), await ChildProcess.StartAsync(yarpPort, program, "yarp", $"{yarpPort}", upstream));
        await using var silo = await SiloUnderTest.StartAsync("--set", "LLMGW:FailedAuthPerMinute=0");
        await ConfigureAsync(silo, upstream + "/v1");
        Target gateway = new("LlmGateway", silo.Port, Target.Request(silo.Port, "static", $"Authorization: Bearer {silo.Key}\r\n"), silo);
        await using var portkey = await StartPortkeyAsync(upstream + "/v1");

        List<Target> targets = [direct, yarp, gateway];
        if (portkey is not null)
        {
            targets.Add(portkey);
        }

        Dictionary<Target, (List<double[]> Latencies, List<double> Throughput)> results = targets.ToDictionary(target => target, _ => (new List<double[]>(), new List<double>()));
        foreach (var target in targets)
        {
            await target.MeasureThroughputAsync(Connections, WarmUp);
            await target.MeasureLatencyAsync(Requests);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var target in round % 2 == 0 ? targets : Enumerable.Reverse(targets))
            {
                results[target].Latencies.Add(await target.MeasureLatencyAsync(Requests));
                results[target].Throughput.Add(await target.MeasureThroughputAsync(Connections, Duration));
            }
        }

        Console.WriteLine(Report(targets, results.ToDictionary(result => result.Key.Name, result => result.Value)));
    }

    private static string Report(List<Target> targets, Dictionary<string, (List<double[]> Latencies, List<double> Throughput)> results)
    {
        StringBuilder report = new();
        report.AppendLine("| way | p50 | p99 | added p50 | added p99 | requests/s at 32 | of YARP |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var target in targets)
        {
            var (latencies, throughput) = results[target.Name];
            // Each round is compared with its own neighbours: the machine drifts.
            double Added(double share) => Median(latencies.Zip(results["direct"].Latencies, (one, other) => Percentile(one, share) - Percentile(other, share)));
            report.AppendLine(
                $"| {target.Name} | {Median(latencies.Select(all => Percentile(all, 0.5))):0.000} ms | {Median(latencies.Select(all => Percentile(all, 0.99))):0.000} ms | {Added(0.5):0.000} ms | {Added(0.99):0.000} ms "
                + $"| {Median(throughput):0} | {Median(throughput.Zip(results["YARP"].Throughput, (one, other) => one / other)):0.00} |");
        }

        if (results.TryGetValue("Portkey", out var portkey))
        {
            report.AppendLine().AppendLine($"LlmGateway serves {Median(results["LlmGateway"].Throughput.Zip(portkey.Throughput, (one, other) => one / other)):0.0} times the requests of Portkey.");
        }

        return report.ToString();
    }

    private static async Task ConfigureAsync(SiloUnderTest silo, string upstream)
    {
        await silo.AdminAsync(HttpMethod.Post, "/admin/v1/upstreams", new
        {
            name = "static",
            kind = "openai",
            base_url = upstream,
            api_key = "sk-benchmark",
            models = new[] { "static" },
            prices = new Dictionary<string, object> { ["static"] = new { input = "0.15", output = "0.60" } },
        });
        var limits = new { requests_per_minute = 100_000_000, tokens_per_minute = 100_000_000_000, concurrent_requests = 10_000 };
        await silo.AdminAsync(HttpMethod.Put, "/admin/v1/tenants/default/limits", limits);
        await silo.AdminAsync(HttpMethod.Put, $"/admin/v1/tenants/default/keys/{await silo.KeyIdAsync()}/limits", limits);
        await silo.AdminAsync(HttpMethod.Put, "/admin/v1/tenants/default/budgets", new[] { new { period = "day", amount = "100000000" }, new { period = "month", amount = "100000000" } });
    }

    // From npm, into a folder of its own; without npm or network the rest is measured all the same.
    private static async Task<Target?> StartPortkeyAsync(string upstream)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"llmgw-bench-portkey-{PortkeyVersion}");
        var server = Path.Combine(folder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
        if (!File.Exists(server))
        {
            Directory.CreateDirectory(folder);
            using var install = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, $"@portkey-ai/gateway@{PortkeyVersion}"]) { RedirectStandardOutput = true })!;
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
            {
                Console.WriteLine("Portkey's gateway could not be installed; it is left out.");
                return null;
            }
        }

        var port = Target.FreePort();
        var process = await ChildProcess.StartAsync(port, "node", server, $"--port={port}", "--headless");
        return new Target("Portkey", port, Target.Request(port, "static", $"Authorization: Bearer sk-benchmark\r\nx-portkey-provider: openai\r\nx-portkey-custom-host: {upstream}\r\n"), process);
    }

    private static double Percentile(double[] values, double share) => values.Order().ElementAt((int)(share * (values.Length - 1)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
