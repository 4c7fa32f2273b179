using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>A TCP connection to a silo, for requests that no HTTP client would send.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _socket = new() { NoDelay = true };

    private NetworkStream _stream = null!;

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        connection._stream = connection._socket.GetStream();
        return connection;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The silo may answer and close before all is sent.
        }
    }

    /// <summary>Tells the silo that nothing follows.</summary>
    public void EndSending() => _socket.Client.Shutdown(SocketShutdown.Send);

    /// <summary>All that the silo sends until it closes, one item for each read.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        List<string> reads = [];
        var bytes = new byte[1024 * 1024];
        try
        {
            while (await _stream.ReadAsync(bytes, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                reads.Add(Encoding.UTF8.GetString(bytes, 0, count));
            }
        }
        catch (IOException)
        {
            // Reset rather than closed: what came before counts.
        }

        return reads;
    }

    /// <summary>The answer to a request that asked the silo to close the connection, or null if there is none.</summary>
    public async Task<Answer?> ReadAnswerAsync()
    {
        var text = string.Concat(await ReadToEndAsync());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => string.Join(",", same.Select(pair => pair[1].Trim())), StringComparer.OrdinalIgnoreCase);
        var body = text[(end + 4)..];
        return new Answer(int.Parse(lines[0].Split(' ')[1]), headers, headers.GetValueOrDefault("Transfer-Encoding") == "chunked" ? Unchunk(body) : body);
    }

    public void Dispose() => _socket.Dispose();

    private static string Unchunk(string body)
    {
        StringBuilder whole = new();
        var rest = Encoding.UTF8.GetBytes(body).AsSpan();
        while (rest.IndexOf("\r\n"u8) is > 0 and var line)
        {
            var size = Convert.ToInt32(Encoding.ASCII.GetString(rest[..line]), 16);
            whole.Append(Encoding.UTF8.GetString(rest.Slice(line + 2, size)));
            rest = rest[(line + 2 + size + 2)..];
        }

        return whole.ToString();
    }
}
