using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LlmGateway.Silo.Hosting;

/// <summary>A certificate for this machine that the silo makes for itself, so that HTTPS can be tried without one.</summary>
internal static class DevelopmentCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1); // For clocks that are slow.

    /// <summary>The one in the data directory; a new one if there is none that still holds.</summary>
    public static X509Certificate2 Open(DataDirectory data, TimeProvider time)
    {
        if (Read(data.DevelopmentKeyFile) is { } kept)
        {
            if (kept.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime)
            {
                WritePem(data, kept);
                return kept;
            }

            kept.Dispose();
        }

        var bytes = Make(time);
        DataDirectory.WriteSecret(data.DevelopmentKeyFile, bytes);
        var made = X509CertificateLoader.LoadPkcs12(bytes, null);
        WritePem(data, made);
        return made;
    }

    private static void WritePem(DataDirectory data, X509Certificate2 certificate) => File.WriteAllText(data.DevelopmentCertificateFile, certificate.ExportCertificatePem() + "\n");

    private static X509Certificate2? Read(string file)
    {
        try
        {
            return File.Exists(file) ? X509CertificateLoader.LoadPkcs12FromFile(file, null) : null;
        }
        catch (CryptographicException)
        {
            return null; // Damaged: it is only ours, and another takes its place.
        }
    }

    private static byte[] Make(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=LlmGateway development", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (Uri.CheckHostName(Environment.MachineName) == UriHostNameType.Dns)
        {
            names.AddDnsName(Environment.MachineName);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Backdated, now + Lifetime);
        return certificate.Export(X509ContentType.Pkcs12);
    }
}
