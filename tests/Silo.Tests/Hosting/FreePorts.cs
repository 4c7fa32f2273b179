using System.Net;
using System.Net.Sockets;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>TCP ports that nobody listens on, each handed out once.</summary>
public static class FreePorts
{
    // Below the range that systems take for outgoing connections, so that none of those gets in between.
    private const int First = 20_000;
    private const int Count = 10_000;
    private static int next = Random.Shared.Next(Count);

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("No TCP port is free.");
    }
}
