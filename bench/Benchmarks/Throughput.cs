using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Benchmarks;

/// <summary>Generated tokens a second over HTTP streams, through grain and worker, against <see cref="DecodeLoop"/> in the same run, turn by turn.</summary>
internal static class Throughput
{
    private const int PromptTokens = 16;
    private const int NewTokens = 128;
    private const int Threads = 1;
    private static readonly int[] Streams = [1, 8];

    public static async Task RunAsync(int rounds)
    {
        var model = Path.Combine(Path.GetTempPath(), $"llmgw-bench-{Environment.ProcessId}.gguf");
        try
        {
            StringBuilder report = new();
            report.AppendLine("| weights | streams | HTTP tokens/s | llama_decode tokens/s | ratio of each round | median ratio |").AppendLine("|---|---|---|---|---|---|");
            foreach (var type in (GgmlType[])[GgmlType.Q8_0, GgmlType.F16])
            {
                RandomModel.WriteBench100M(model, type);
                await using var silo = await SiloUnderTest.StartAsync("--model", $"bench={model}", "--threads", $"{Threads}", "--parallel", "8", "--context", "256");
                foreach (var streams in Streams)
                {
                    report.AppendLine(await CompareAsync(silo, model, type, streams, rounds));
                    Console.WriteLine(report);
                }
            }
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static async Task<string> CompareAsync(SiloUnderTest silo, string model, GgmlType type, int streams, int rounds)
    {
        using DecodeLoop loop = new(model, streams, context: 256, Threads);
        loop.Run(PromptTokens, NewTokens / 4);
        await GenerateAsync(silo, streams, NewTokens / 4);
        List<double> http = [], bare = [];
        for (var i = 0; i < rounds; i++)
        {
            // Which goes first changes, so that a drift of the machine's speed favours neither.
            if (i % 2 == 0)
            {
                bare.Add(loop.Run(PromptTokens, NewTokens));
                http.Add(await GenerateAsync(silo, streams, NewTokens));
            }
            else
            {
                http.Add(await GenerateAsync(silo, streams, NewTokens));
                bare.Add(loop.Run(PromptTokens, NewTokens));
            }
        }

        var ratios = http.Zip(bare, (a, b) => a / b).ToList();
        return $"| {type} | {streams} | {Median(http):0} | {Median(bare):0} | {string.Join(", ", ratios.Select(ratio => $"{ratio:0.00}"))} | **{Median(ratios):0.00}** |";
    }

    private static async Task<double> GenerateAsync(SiloUnderTest silo, int streams, int newTokens)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, streams).Select(stream => StreamAsync(silo.Client, stream, newTokens)));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<int> StreamAsync(HttpClient client, int stream, int newTokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new
            {
                model = "bench",
                prompt = Enumerable.Range(100 + stream, PromptTokens).ToArray(),
                max_tokens = newTokens,
                temperature = 0,
                ignore_eos = true,
                stream = true,
                stream_options = new { include_usage = true },
            }),
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
        var generated = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf("\"completion_tokens\":", StringComparison.Ordinal);
            if (at >= 0)
            {
                generated = int.Parse(new string([.. line[(at + 20)..].TakeWhile(char.IsAsciiDigit)]));
            }
        }

        return generated == newTokens ? generated : throw new InvalidOperationException($"{generated} tokens came instead of {newTokens}.");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
