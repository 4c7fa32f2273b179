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

    /// <summary>The next answer, or null if the silo closes the connection without one.</summary>
    public async Task<Answer?> ReadAnswerAsync()
    {
        List<byte> bytes = [];
        var read = new byte[64 * 1024];
        try
        {
            while (await _stream.ReadAsync(read, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                bytes.AddRange(read.AsSpan(0, count));
                if (RawAnswer.TryRead(bytes.ToArray()) is { } answer)
                {
                    return answer;
                }
            }
        }
        catch (IOException)
        {
            // Reset: there is no answer.
        }

        return null;
    }

    public void Dispose() => _socket.Dispose();
}
