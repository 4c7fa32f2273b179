using System.Net.Http.Json;

namespace LlmGateway.Benchmarks;

/// <summary>Time from the start of the process to "ready", and resident memory after the first answer, with the bundled model.</summary>
internal static class Startup
{
    public static async Task RunAsync(int rounds)
    {
        Console.WriteLine("| round | ready after | silo | worker |");
        Console.WriteLine("|---|---|---|---|");
        for (var i = 0; i < rounds; i++)
        {
            await using var silo = await SiloUnderTest.StartAsync();
            using var answer = await silo.Client.PostAsJsonAsync(
                "/v1/chat/completions", new { model = "gateway-tiny", temperature = 0, messages = new[] { new { role = "user", content = "What is the capital of France?" } } });
            answer.EnsureSuccessStatusCode();
            var (siloBytes, workerBytes) = silo.ResidentMemory();
            Console.WriteLine($"| {i + 1} | {silo.ReadyAfter.TotalSeconds:0.00} s | {siloBytes / 1048576} MiB | {workerBytes / 1048576} MiB |");
        }
    }
}
