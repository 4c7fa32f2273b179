using System.Net;
using System.Net.Sockets;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>Looks before the start whether the silo can listen where it should, so that a mistake costs one line and no half-started silo.</summary>
internal static class ListenAddresses
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;

    public static string Urls(IConfiguration configuration) => configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl;

    /// <summary>Where the silo listens for other silos.</summary>
    public static IPAddress SiloAddress(IConfiguration configuration, GatewayDatabase database) =>
        !database.IsShared ? IPAddress.Loopback
        : ClusterSettings.Read(configuration).Address(database) is var address && ClusterSettings.IsLocal(address) ? address
        : IPAddress.Any;

    public static int SiloPort(IConfiguration configuration) => Port(configuration, "LLMGW:SiloPort", "--silo-port", DefaultSiloPort);

    public static int GatewayPort(IConfiguration configuration) => Port(configuration, "LLMGW:GatewayPort", "--gateway-port", DefaultGatewayPort);

    /// <param name="configuration">The settings.</param>
    /// <param name="database">The database; silos that share one connect to each other.</param>
    /// <exception cref="StartupException">An address is malformed or taken.</exception>
    public static void Check(IConfiguration configuration, GatewayDatabase database)
    {
        var siloAddress = SiloAddress(configuration, database);
        foreach (var url in Urls(configuration).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Parse(url);
            if (!address.IsUnixPipe)
            {
                Probe(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback, address.Port, $"{url} is in use: another program listens there. Choose another address with --urls.");
            }
        }

        Probe(siloAddress, SiloPort(configuration), $"The silo's port {SiloPort(configuration)} is in use, perhaps by another silo. Choose another one with --silo-port.");
        Probe(siloAddress, GatewayPort(configuration), $"The port for Orleans clients {GatewayPort(configuration)} is in use, perhaps by another silo. Choose another one with --gateway-port.");
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartupException($"'{url}' is not an address to listen on. Write --urls like http://127.0.0.1:8080.");
        }
    }

    private static int Port(IConfiguration configuration, string key, string option, int fallback)
    {
        var text = configuration[key];
        return string.IsNullOrEmpty(text) ? fallback
            : int.TryParse(text, out var port) && port is > 0 and <= 65535 ? port
            : throw new StartupException($"{key} ({option}) must be a port from 1 to 65535, not '{text}'.");
    }

    private static void Probe(IPAddress address, int port, string taken)
    {
        if (port == 0)
        {
            return; // Any free one.
        }

        try
        {
            using TcpListener listener = new(address, port);
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(taken);
        }
        catch (SocketException e)
        {
            throw new StartupException($"The silo can't listen on {address}:{port}: {e.Message}.");
        }
    }
}
