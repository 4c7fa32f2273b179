using LlmGateway.Benchmarks;

switch (args)
{
    case ["throughput", .. var rest]:
        await Throughput.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    case ["startup", .. var rest]:
        await Startup.RunAsync(rest.Length > 0 ? int.Parse(rest[0]) : 5);
        return 0;
    default:
        Console.WriteLine(
            """
            dotnet run --project bench/Benchmarks -c Release -- throughput [rounds]   generated tokens/s over HTTP against a bare llama_decode loop
            dotnet run --project bench/Benchmarks -c Release -- startup [rounds]      time to ready and resident memory of the silo with the bundled model
            """);
        return 1;
}
