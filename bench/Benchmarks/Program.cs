using LlmGateway.Benchmarks;
using LlmGateway.Benchmarks.Overhead;

switch (args)
{
    case ["throughput", .. var rest]:
        await Throughput.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["startup", .. var rest]:
        await Startup.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["overhead", .. var rest]:
        await OverheadBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
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
            dotnet run --project bench/Benchmarks -c Release -- overhead [rounds]     what the gateway adds to a request to an upstream, beside YARP and Portkey
            dotnet run --project bench/Benchmarks -c Release -- startup [rounds]      time to ready and resident memory of the silo with the bundled model
            """);
        return 1;
}
