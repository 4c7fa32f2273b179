using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>An upstream on a port of its own, which answers as a test says: also in ways that no server should.</summary>
public sealed class UpstreamServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<UpstreamCall, Task> _answer;
    private readonly ConcurrentQueue<UpstreamCall> _calls = [];
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Task _accepting;

    /// <param name="answer">Answers one request.</param>
    public UpstreamServer(Func<UpstreamCall, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What a test sets as <c>base_url</c>.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/api/v1";

    /// <summary>All requests that came, in their order.</summary>
    public IReadOnlyCollection<UpstreamCall> Calls => _calls;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var call in _calls)
        {
            call.Break();
        }

        await _accepting;
        await Task.WhenAll(_running);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _running.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is stopped.
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        using (socket)
        {
            try
            {
                while (await UpstreamCall.ReadAsync(socket) is { } call)
                {
                    _calls.Enqueue(call);
                    await _answer(call);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or OperationCanceledException)
            {
                // The gateway has gone, or the test is over.
            }
        }
    }
}
