using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LlmGateway.Client.Security;
using Orleans.Configuration;

namespace LlmGateway.Silo.Hosting;

/// <summary>Certificates of a silo for its cluster, PEM files. Section <c>LLMGW:Cluster:Tls</c>; with none of them, silos speak in the clear.</summary>
public sealed class ClusterTlsFiles
{
    /// <summary>This silo's certificate, whose DNS name is <c>silo</c>.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Its private key.</summary>
    public string? KeyPath { get; set; }

    /// <summary>The authority whose certificates are trusted: the cluster's own.</summary>
    public string? AuthorityPath { get; set; }

    /// <summary>Guards all connections of a silo.</summary>
    /// <exception cref="StartupException">A file is missing or can't be used.</exception>
    internal void Guard(ISiloBuilder silo)
    {
        if ((CertificatePath, KeyPath, AuthorityPath) is (null or "", null or "", null or ""))
        {
            return;
        }

        var certificates = Open();
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.AnswerWithTls(certificates, fromSilos: true));
            connections.ConfigureSiloOutboundConnection(connection => connection.CallWithTls(certificates));
            connections.ConfigureGatewayInboundConnection(connection => connection.AnswerWithTls(certificates, fromSilos: false));
        });
    }

    private ClusterCertificates Open()
    {
        try
        {
            ClusterCertificates certificates = new(Given(CertificatePath), Given(KeyPath), Given(AuthorityPath));
            return certificates.Trust(certificates.Own, silo: true)
                ? certificates
                : throw new StartupException($"{CertificatePath} is no certificate of a silo that {AuthorityPath} vouches for now: it has expired, comes from another authority, or its DNS name is not '{ClusterCertificates.SiloName}'.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The certificates in {ClusterSettings.Section}:Tls can't be used: {e.Message}");
        }
    }

    private static string Given(string? path, [CallerArgumentExpression(nameof(path))] string setting = "") => path is { Length: > 0 }
        ? path
        : throw new StartupException($"{ClusterSettings.Section}:Tls:{setting} is missing: CertificatePath, KeyPath and AuthorityPath belong together.");
}
