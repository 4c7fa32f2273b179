using System.Diagnostics;
using System.Text;
using LlmGateway.Benchmarks.Overhead;

namespace LlmGateway.Benchmarks.Keys;

/// <summary>A silo with so many keys, and what was measured of it.</summary>
internal sealed class Filling(SiloUnderTest silo, string[] keyIds, string[] secrets) : IAsyncDisposable
{
    public SiloUnderTest Silo => silo;

    /// <summary>Ids of the keys whose secrets are known.</summary>
    public string[] KeyIds => keyIds;

    /// <summary>Seconds from a start to the first "ready".</summary>
    public List<double> Ready { get; } = [];

    /// <summary>Resident MiB of the silo when it is ready.</summary>
    public List<double> Memory { get; } = [];

    /// <summary>Resident MiB of the silo after each known key was used once.</summary>
    public List<double> MemoryUsed { get; } = [];

    /// <summary>Milliseconds of the first request with a key.</summary>
    public List<double> First { get; } = [];

    /// <summary>Milliseconds of a request that needs nothing but the key.</summary>
    public List<double> Models { get; } = [];

    /// <summary>Milliseconds of a chat: admitted, passed on, committed.</summary>
    public List<double> Chat { get; } = [];

    /// <summary>Starts the silo anew and takes one value of each kind.</summary>
    public async Task MeasureAsync(int requests)
    {
        await silo.KillAsync();
        var started = Stopwatch.GetTimestamp();
        await silo.RestartAsync();
        Ready.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        Memory.Add(Resident());
        using var connection = await RawConnection.OpenAsync(silo.Port);
        First.Add(Median(await TimeAsync(connection, secrets.Select(List))));
        MemoryUsed.Add(Resident());
        Models.Add(Median(await TimeAsync(connection, Enumerable.Repeat(List(secrets[0]), requests))));
        var chat = Target.Request(silo.Port, "static", $"Authorization: Bearer {secrets[0]}\r\n");
        await TimeAsync(connection, Enumerable.Repeat(chat, requests / 4));
        Chat.Add(Median(await TimeAsync(connection, Enumerable.Repeat(chat, requests))));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static byte[] List(string secret) => Encoding.ASCII.GetBytes($"GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\n\r\n");

    private static async Task<List<double>> TimeAsync(RawConnection connection, IEnumerable<byte[]> requests)
    {
        List<double> times = [];
        foreach (var request in requests)
        {
            var started = Stopwatch.GetTimestamp();
            await connection.SendAsync(request);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private double Resident() => silo.ResidentMemory().Silo / 1024.0 / 1024.0;
}
