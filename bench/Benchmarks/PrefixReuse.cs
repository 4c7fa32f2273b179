using System.Diagnostics;
using System.Net.Http.Json;
using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Benchmarks;

/// <summary>Time to the first token of a prompt whose 2,000 first tokens an earlier one had, against that of the earlier one, turn by turn.</summary>
internal static class PrefixReuse
{
    private const int SharedTokens = 2000;
    private const int OwnTokens = 32;

    public static async Task RunAsync(int rounds)
    {
        var model = Path.Combine(Path.GetTempPath(), $"llmgw-bench-{Environment.ProcessId}.gguf");
        try
        {
            RandomModel.WriteBench100M(model, GgmlType.Q8_0);
            await using var silo = await SiloUnderTest.StartAsync("--model", $"bench={model}", "--threads", "1", "--parallel", "8", "--context", "2304");
            await FirstTokenAsync(silo.Client, 1, 1);
            List<double> first = [], second = [], other = [];
            for (var round = 0; round < rounds; round++)
            {
                var prefix = 1000 + (round * 2);
                first.Add(await FirstTokenAsync(silo.Client, prefix, 1));
                second.Add(await FirstTokenAsync(silo.Client, prefix, 2));
                other.Add(await FirstTokenAsync(silo.Client, prefix + 1, 1));
            }

            Console.WriteLine("| prompt of 2,032 tokens | time to first token | of the first |");
            Console.WriteLine("|---|---|---|");
            Report("its first 2,000 tokens for the first time", first, first);
            Report("for the second time, the rest new", second, first);
            Report("another 2,000 tokens, right after", other, first);
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static void Report(string what, List<double> times, List<double> first) =>
        Console.WriteLine($"| {what} | {Median(times):0} ms ({times.Min():0}-{times.Max():0}) | {Median(times) / Median(first):0.000} |");

    private static async Task<double> FirstTokenAsync(HttpClient client, int prefix, int rest)
    {
        var prompt = Enumerable.Range(0, SharedTokens).Select(i => 300 + (((i * prefix) + i) % 20_000)).Concat(Enumerable.Repeat(21_000 + rest, OwnTokens));
        using HttpRequestMessage request = new(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new { model = "bench", prompt = prompt.ToArray(), max_tokens = 2, stream = true, ignore_eos = true, temperature = 0 }),
        };
        var started = Stopwatch.GetTimestamp();
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
        double? first = null;
        while (await lines.ReadLineAsync() is { } line)
        {
            first ??= line.StartsWith("data: ", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : null;
        }

        return first ?? throw new InvalidOperationException("The stream has no event.");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
