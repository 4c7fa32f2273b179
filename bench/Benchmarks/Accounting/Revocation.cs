using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using LlmGateway.Benchmarks.Overhead;

namespace LlmGateway.Benchmarks.Accounting;

/// <summary>A key is revoked under 1,000 requests a second: how long is it still accepted after the call has returned, and when do its open streams end?</summary>
internal static class Revocation
{
    private const int Rate = 1000;
    private const int Clients = 16;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(int rounds)
    {
        var port = Target.FreePort();
        await using var upstream = await ChildProcess.StartAsync(port, Environment.ProcessPath!, "upstream", $"{port}");
        await using var silo = await SiloUnderTest.StartAsync("--set", "LLMGW:FailedAuthPerMinute=0");
        await silo.AdminAsync(HttpMethod.Post, "/admin/v1/upstreams", new { name = "static", kind = "openai", base_url = $"http://127.0.0.1:{port}/v1", models = new[] { "static" } });
        Console.WriteLine("| round | requests/s | revoke call | last accepted request began after the call returned | open stream ended after |");
        Console.WriteLine("|---|---|---|---|---|");
        for (var round = 1; round <= rounds; round++)
        {
            Console.WriteLine($"| {round} | {await RoundAsync(silo)} |");
        }
    }

    private static async Task<string> RoundAsync(SiloUnderTest silo)
    {
        var key = (await silo.AdminAsync(HttpMethod.Post, "/admin/v1/tenants/default/keys", new { name = "revoked" }))!;
        using HttpClient client = new() { BaseAddress = silo.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key["key"]!.GetValue<string>());
        var open = StreamAsync(client);
        var started = Stopwatch.GetTimestamp();
        var (count, last) = (0, 0L);
        var stop = Before + After;
        var traffic = Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) is var now && now < stop)
            {
                var due = TimeSpan.FromSeconds((double)Interlocked.Increment(ref count) / Rate);
                if (due > now)
                {
                    await Task.Delay(due - now);
                }

                var began = Stopwatch.GetTimestamp();
                using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model = "static", messages = new[] { new { role = "user", content = "Hello" } } });
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    InterlockedMax(ref last, began);
                }
            }
        }).ToList();
        await Task.Delay(Before);
        var called = Stopwatch.GetTimestamp();
        var sent = Volatile.Read(ref count);
        await silo.AdminAsync(HttpMethod.Delete, $"/admin/v1/tenants/default/keys/{key["id"]!.GetValue<string>()}");
        var returned = Stopwatch.GetTimestamp();
        var ended = await open;
        await Task.WhenAll(traffic);
        var late = (last - returned) * 1000.0 / Stopwatch.Frequency;
        return $"{sent / Before.TotalSeconds:0} | {Stopwatch.GetElapsedTime(called, returned).TotalMilliseconds:0.0} ms | {(late <= 0 ? "none" : $"{late:0.0} ms")} | {Stopwatch.GetElapsedTime(returned, ended).TotalMilliseconds:0} ms";
    }

    // When a stream that would go on for long has ended.
    private static async Task<long> StreamAsync(HttpClient client)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
            {
                Content = JsonContent.Create(new { model = "gateway-tiny", prompt = "Once upon a time", max_tokens = 1000, ignore_eos = true, stream = true }),
            };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode)
            {
                return Stopwatch.GetTimestamp();
            }

            var text = await answer.Content.ReadAsStringAsync();
            if (!text.EndsWith("[DONE]\n\n", StringComparison.Ordinal))
            {
                return Stopwatch.GetTimestamp();
            }
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
            {
                return;
            }
        }
    }
}
