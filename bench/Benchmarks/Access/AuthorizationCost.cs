using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Benchmarks.Overhead;

namespace LlmGateway.Benchmarks.Access;

/// <summary>What it costs to know who calls and whether they may: CPU of the silo's process for each request, beside endpoints that ask nobody.</summary>
internal static class AuthorizationCost
{
    private const int Connections = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(int rounds)
    {
        await using var silo = await SiloUnderTest.StartAsync("--set", "LLMGW:FailedAuthPerMinute=0");
        var token = await TokenAsync(silo);
        List<(string Name, byte[] Request)> targets =
        [
            ("`GET /health/live`, which asks nobody (baseline)", Get(silo, "/health/live", null)),
            ("`GET /v1/models/gateway-tiny` with an API key", Get(silo, "/v1/models/gateway-tiny", silo.Key)),
            ("the same with an access token (JWT)", Get(silo, "/v1/models/gateway-tiny", token)),
            ("`GET /admin/v1/me` with an access token: token, standing, roles", Get(silo, "/admin/v1/me", token)),
        ];
        var results = targets.ToDictionary(target => target.Name, _ => new List<double>());
        foreach (var (_, request) in targets)
        {
            await MeasureAsync(silo, request, WarmUp);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, request) in targets)
            {
                results[name].Add(await MeasureAsync(silo, request, Duration));
            }
        }

        var baseline = results[targets[0].Name];
        StringBuilder report = new();
        report.AppendLine("| what | CPU a request | beyond the baseline |").AppendLine("|---|---|---|");
        foreach (var (name, _) in targets)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Median(results[name]):0.0} µs | {Median(results[name].Zip(baseline, (one, other) => one - other)):0.0} µs |");
        }

        Console.WriteLine(report);
    }

    // Microseconds of the silo's CPU for each request.
    private static async Task<double> MeasureAsync(SiloUnderTest silo, byte[] request, TimeSpan duration)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), silo.Cpu());
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(silo.Port);
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
            {
                await connection.SendAsync(request);
            }

            return count;
        }));
        return (silo.Cpu() - cpu).TotalMicroseconds / counts.Sum();
    }

    private static byte[] Get(SiloUnderTest silo, string path, string? secret) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{silo.Port.ToString(CultureInfo.InvariantCulture)}\r\n{(secret is null ? "" : $"Authorization: Bearer {secret}\r\n")}\r\n");

    // A client of the default tenant, with a role there.
    private static async Task<string> TokenAsync(SiloUnderTest silo)
    {
        var client = (await silo.AdminAsync(HttpMethod.Post, "/admin/v1/tenants/default/oauth-clients", new
        {
            name = "benchmark", grant_types = new[] { "client_credentials" }, scopes = new[] { "models:read", "admin" }, confidential = true,
        }))!;
        await silo.AdminAsync(HttpMethod.Put, $"/admin/v1/tenants/default/members/{client["id"]}", new { roles = new[] { "owner" } });
        using HttpClient http = new();
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = $"{client["id"]}", ["client_secret"] = $"{client["secret"]}", ["scope"] = "models:read admin",
        });
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{silo.Port}/oauth/token"), form);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
