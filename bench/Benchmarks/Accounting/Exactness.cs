using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Benchmarks.Accounting;

/// <summary>Many requests, clients that leave at random, and a silo that is killed again and again: afterwards the ledger must equal the engines' own count.</summary>
internal static class Exactness
{
    private const int Clients = 32;
    private const int Kills = 5;

    public static async Task RunAsync(int requests)
    {
        await using var silo = await SiloUnderTest.StartAsync();
        ConcurrentDictionary<string, long> whole = new(StringComparer.Ordinal);
        var (sent, left, broken) = (0, 0, 0);
        var started = Stopwatch.GetTimestamp();
        var killing = KillAsync(silo, requests, () => Volatile.Read(ref sent));
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async number =>
        {
            var random = new Random(number);
            while (Interlocked.Increment(ref sent) <= requests)
            {
                try
                {
                    switch (random.Next(4))
                    {
                        case 0:
                            await StreamAsync(silo, random.Next(0, 8), whole);
                            Interlocked.Increment(ref left);
                            break;
                        case 1:
                            await StreamAsync(silo, int.MaxValue, whole);
                            break;
                        default:
                            await AskAsync(silo, random.Next(1, 4), whole);
                            break;
                    }
                }
                catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
                {
                    Interlocked.Increment(ref broken);
                    await silo.ReadyAsync();
                }
            }
        }));
        await killing;
        await silo.ReadyAsync();

        var proof = (await silo.AdminAsync(HttpMethod.Get, "/admin/v1/usage/reconcile"))!;
        var (rows, doubled, missing, different) = await CheckAsync(silo.Database, whole);
        Console.WriteLine(
            $"""
            | what | figure |
            |---|---|
            | requests sent, clients that left on purpose, requests broken by the {Kills} kills | {requests}, {left}, {broken} |
            | took | {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s |
            | ledger rows, entered from the engine's journal after a kill | {rows.All}, {rows.Recovered} |
            | answers that came whole, and have no row, or a row with another usage | {whole.Count}, {missing}, {different} |
            | request ids with more than one row | {doubled} |
            | tokens by the engines' journals | {Sum(proof, "engine", "input_tokens")} in, {Sum(proof, "engine", "output_tokens")} out |
            | tokens by the ledger | {Sum(proof, "ledger", "input_tokens")} in, {Sum(proof, "ledger", "output_tokens")} out |
            | balanced, requests missing | {proof["balanced"]}, {proof["missing"]} |
            """);
    }

    private static async Task KillAsync(SiloUnderTest silo, int requests, Func<int> sent)
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            while (sent() < requests * kill / (Kills + 1))
            {
                await Task.Delay(20);
            }

            await silo.KillAsync();
            await silo.RestartAsync();
        }
    }

    private static async Task AskAsync(SiloUnderTest silo, int tokens, ConcurrentDictionary<string, long> whole)
    {
        using var answer = await silo.Client.PostAsJsonAsync("/v1/completions", Body(tokens, stream: false));
        answer.EnsureSuccessStatusCode();
        var usage = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["usage"]!;
        whole[answer.Headers.GetValues("x-request-id").Single()] = usage["total_tokens"]!.GetValue<long>();
    }

    private static async Task StreamAsync(SiloUnderTest silo, int events, ConcurrentDictionary<string, long> whole)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = JsonContent.Create(Body(events == int.MaxValue ? 4 : 12, stream: true)) };
        using var answer = await silo.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync());
        long total = 0;
        for (var i = 0; i < events && await lines.ReadLineAsync() is { } line; i++)
        {
            if (line == "data: [DONE]")
            {
                whole[answer.Headers.GetValues("x-request-id").Single()] = total;
            }
            else if (line.Contains("\"usage\":{", StringComparison.Ordinal))
            {
                total = JsonNode.Parse(line["data: ".Length..])!["usage"]!["total_tokens"]!.GetValue<long>();
            }
        }
    }

    private static object Body(int tokens, bool stream) => stream
        ? new { model = "gateway-tiny", prompt = new[] { 100, 101 }, max_tokens = tokens, ignore_eos = true, stream, stream_options = new { include_usage = true } }
        : new { model = "gateway-tiny", prompt = new[] { 100, 101 }, max_tokens = tokens, ignore_eos = true, stream };

    private static async Task<((long All, long Recovered) Rows, long Doubled, int Missing, int Different)> CheckAsync(string database, IReadOnlyDictionary<string, long> whole)
    {
        await using SqliteConnection connection = new($"Data Source={database};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, status, input_tokens + output_tokens FROM ledger";
        await using var reader = await command.ExecuteReaderAsync();
        Dictionary<string, long> rows = new(StringComparer.Ordinal);
        var (all, recovered) = (0L, 0L);
        while (await reader.ReadAsync())
        {
            all++;
            recovered += reader.GetString(1) == "recovered" ? 1 : 0;
            rows[reader.GetString(0)] = reader.GetInt64(2);
        }

        return ((all, recovered), all - rows.Count, whole.Count(answer => !rows.ContainsKey(answer.Key)), whole.Count(answer => rows.TryGetValue(answer.Key, out var tokens) && tokens != answer.Value));
    }

    private static long Sum(JsonNode proof, string account, string tokens) => proof["replicas"]!.AsArray().Sum(replica => replica![account]![tokens]!.GetValue<long>());
}
