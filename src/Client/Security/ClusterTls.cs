using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace LlmGateway.Client.Security;

/// <summary>Mutual TLS 1.3 between the members of a cluster: silos, and programs that are their clients.</summary>
public static partial class ClusterTls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Connects to silos with a certificate, and to none but silos.</summary>
    public static IClientBuilder UseClusterTls(this IClientBuilder client, ClusterCertificates certificates)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.CallWithTls(certificates)));
        return client;
    }

    /// <summary>Asks who connects for a certificate of the cluster.</summary>
    /// <param name="connections">Connections that come in.</param>
    /// <param name="certificates">The certificates.</param>
    /// <param name="fromSilos">Whether only silos may connect.</param>
    public static void AnswerWithTls(this IConnectionBuilder connections, ClusterCertificates certificates, bool fromSilos) => connections.Wrap(
        (stream, cancellationToken) => stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = certificates.Own,
                ClientCertificateRequired = true,
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificates.Trust(certificate, fromSilos),
            },
            cancellationToken));

    /// <summary>Shows this member's certificate to a silo, and asks for the silo's.</summary>
    /// <param name="connections">Connections that go out.</param>
    /// <param name="certificates">The certificates.</param>
    public static void CallWithTls(this IConnectionBuilder connections, ClusterCertificates certificates) => connections.Wrap(
        (stream, cancellationToken) => stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = ClusterCertificates.SiloName,
                ClientCertificates = [certificates.Own],
                EnabledSslProtocols = SslProtocols.Tls13,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificates.Trust(certificate, silo: true),
            },
            cancellationToken));

    private static void Wrap(this IConnectionBuilder connections, Func<SslStream, CancellationToken, Task> handshake)
    {
        var logger = connections.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ClusterTls));
        connections.Use(next => async connection =>
        {
            var plain = connection.Transport;
            await using SslStream stream = new(new PipeStream(plain));
            try
            {
                using CancellationTokenSource limit = new(Patience);
                await handshake(stream, limit.Token);
            }
            catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
            {
                // Orleans says only that the connection ended.
                LogRefused(logger, connection.RemoteEndPoint?.ToString(), e.Message);
                connection.Abort();
                return;
            }

            connection.Transport = new SecurePipe(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
            try
            {
                await next(connection);
            }
            finally
            {
                await connection.Transport.Output.CompleteAsync();
                await connection.Transport.Input.CompleteAsync();
                connection.Transport = plain;
            }
        });
    }

    [LoggerMessage(LogLevel.Warning, "A connection with {Peer} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string? peer, string reason);

    private sealed record SecurePipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
