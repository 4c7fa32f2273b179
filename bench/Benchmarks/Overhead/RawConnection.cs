using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmGateway.Benchmarks.Overhead;

/// <summary>A kept HTTP/1.1 connection that does as little as can be: the client shares the cores with what it measures.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<RawConnection> OpenAsync(int port)
    {
        RawConnection connection = new();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Sends a request and reads its answer, which must be a 200.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request, SocketFlags.None);
        var have = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(have), SocketFlags.None);
            have += read;
            if (IsWhole(_buffer.AsSpan(0, have)))
            {
                return;
            }

            if (read == 0)
            {
                throw new InvalidOperationException($"The connection was closed after {have} bytes: {Encoding.UTF8.GetString(_buffer.AsSpan(0, have))}");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        if (!head.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        }

        var at = IndexOfIgnoreCase(head, "content-length:"u8);
        if (at < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8); // chunked
        }

        var length = head[(at + 15)..];
        var line = length.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse((line < 0 ? length : length[..line]).Trim((byte)' '));
    }

    private static int IndexOfIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        for (var i = 0; i + lower.Length <= text.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(i, lower.Length), lower))
            {
                return i;
            }
        }

        return -1;
    }
}
