using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>A request that an upstream got, and its connection to answer on.</summary>
public sealed class UpstreamCall
{
    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;

    private UpstreamCall(TcpClient socket, string line, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        (_socket, _stream) = (socket, socket.GetStream());
        (Line, Headers, Body) = (line, headers, body);
    }

    /// <summary>For instance <c>POST /v1/chat/completions HTTP/1.1</c>.</summary>
    public string Line { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The next request on a connection, or null if it was closed.</summary>
    public static async Task<UpstreamCall?> ReadAsync(TcpClient socket)
    {
        var stream = socket.GetStream();
        List<byte> head = [];
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new UpstreamCall(socket, lines[0], headers, body);
    }

    /// <summary>Answers with a body.</summary>
    public Task AnswerAsync(string body, int status = 200, string type = "application/json", string headers = "") =>
        SendAsync($"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Begins a stream of events.</summary>
    public Task BeginAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    /// <summary>Sends a piece of a stream, whatever it is.</summary>
    public Task PieceAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Sends events, each with its data.</summary>
    public async Task EventsAsync(params string[] data)
    {
        foreach (var item in data)
        {
            await PieceAsync($"data: {item}\n\n");
        }
    }

    /// <summary>Ends a stream as a server does.</summary>
    public Task EndAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Completes when the gateway has closed the connection.</summary>
    public async Task GoneAsync()
    {
        try
        {
            while (await _stream.ReadAsync(new byte[16], TestContext.Current.CancellationToken) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: gone as well.
        }
    }

    /// <summary>Closes the connection as a crash does.</summary>
    public void Break() => _socket.Close();
}
