using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>A mail server that keeps what it gets: as much of RFC 5321 as a client needs to send.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly Task _serving;

    public MailServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many mails wait to be read.</summary>
    public int Count => _mails.Reader.Count;

    /// <summary>The next mail, headers and text.</summary>
    public async Task<string> NextAsync() =>
        await _mails.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // It is stopped.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using StreamReader lines = new(stream, Encoding.UTF8);
        await SayAsync(stream, "220 mail.example");
        while (await lines.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    StringBuilder mail = new();
                    while (await lines.ReadLineAsync() is { } text and not ".")
                    {
                        mail.AppendLine(text);
                    }

                    await _mails.Writer.WriteAsync(mail.ToString());
                    await SayAsync(stream, "250 kept");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 fine");
                    break;
            }
        }
    }

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
