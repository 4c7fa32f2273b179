using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmGateway.Benchmarks.Overhead;

/// <summary>One way to the upstream: a process that listens, and the request that is sent to it.</summary>
internal sealed class Target(string name, int port, byte[] request, IAsyncDisposable process) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Milliseconds of each request, one after the other on one connection.</summary>
    public async Task<double[]> MeasureLatencyAsync(int requests)
    {
        using var connection = await RawConnection.OpenAsync(port);
        var latencies = new double[requests];
        for (var i = 0; i < requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await connection.SendAsync(request);
            latencies[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return latencies;
    }

    /// <summary>Requests a second over many connections.</summary>
    public async Task<double> MeasureThroughputAsync(int connections, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var connection = await RawConnection.OpenAsync(port);
            var count = 0;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                await connection.SendAsync(request);
                count++;
            }

            return count;
        }));
        return counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    /// <summary>A chat request as bytes.</summary>
    /// <param name="port">Where it goes.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="headers">Further headers, each with a line break behind.</param>
    public static byte[] Request(int port, string model, string headers = "")
    {
        var body = $$"""{"model":"{{model}}","max_tokens":64,"temperature":0.7,"messages":[{"role":"system","content":"You are a helpful assistant that answers briefly."},{"role":"user","content":"What is the capital of France, and what is it known for? Answer in one sentence."}]}""";
        return Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{headers}Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
