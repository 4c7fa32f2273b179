using LlmGateway.Benchmarks;
using LlmGateway.Benchmarks.Access;
using LlmGateway.Benchmarks.Accounting;
using LlmGateway.Benchmarks.Keys;
using LlmGateway.Benchmarks.Overhead;
using LlmGateway.Benchmarks.Usage;

switch (args)
{
    case ["throughput", .. var rest]:
        await Throughput.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["prefix", .. var rest]:
        await PrefixReuse.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["startup", .. var rest]:
        await Startup.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["overhead", .. var rest]:
        await OverheadBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["exactness", .. var rest]:
        await Exactness.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 100_000);
        return 0;
    case ["revocation", .. var rest]:
        await Revocation.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["admission", ..]:
        await AdmissionCost.RunAsync();
        return 0;
    case ["authorization", .. var rest]:
        await AuthorizationCost.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["keys", .. var rest]:
        await KeysAtScale.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 1_000_000);
        return 0;
    case ["usage-queries", .. var rest]:
        await UsageQueriesBenchmark.RunAsync(rest.Length > 0 ? long.Parse(rest[0]) : 10_000_000, rest.Length > 1 ? rest[1] : null);
        return 0;
    case ["upstream", var port]:
        await StaticUpstream.RunAsync(port);
        return 0;
    case ["yarp", var port, var upstream]:
        await YarpProxy.RunAsync(port, upstream);
        return 0;
    default:
        Console.WriteLine(
            """
            dotnet run --project bench/Benchmarks -c Release -- throughput [rounds]   generated tokens/s over HTTP against a bare llama_decode loop
            dotnet run --project bench/Benchmarks -c Release -- prefix [rounds]       time to first token of a prompt that begins like an earlier one
            dotnet run --project bench/Benchmarks -c Release -- overhead [rounds]     what the gateway adds to a request to an upstream, beside YARP and Portkey
            dotnet run --project bench/Benchmarks -c Release -- exactness [requests]  the ledger against the engines' own count, with cut clients and a killed silo
            dotnet run --project bench/Benchmarks -c Release -- revocation [rounds]   how long a revoked key is accepted under 1,000 requests/s
            dotnet run --project bench/Benchmarks -c Release -- admission             CPU of an admission, and memory of active tenants
            dotnet run --project bench/Benchmarks -c Release -- authorization [rounds]  CPU of knowing who calls, and whether they may
            dotnet run --project bench/Benchmarks -c Release -- keys [count]          what 1,000,000 API keys cost beside 1,000: start, memory, latency
            dotnet run --project bench/Benchmarks -c Release -- usage-queries [rows] [folder]  usage, bills and the log among ten million requests
            dotnet run --project bench/Benchmarks -c Release -- startup [rounds]      time to ready and resident memory of the silo with the bundled model
            """);
        return 1;
}
