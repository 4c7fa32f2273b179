using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LlmGateway.Client.Security;

namespace LlmGateway.Silo.Hosting;

/// <summary>Makes a cluster's authority, and from it certificates for silos and for their clients, so that mutual TLS can be used without an authority of one's own.</summary>
internal static class ClusterAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1); // For clocks that are slow.

    /// <summary>Writes <c>ca.pem</c> and <c>ca.key</c>, unless they are there, and new pairs <c>silo.pem</c>, <c>silo.key</c>, <c>client.pem</c>, <c>client.key</c>.</summary>
    /// <exception cref="StartupException">The folder can't be written, or its authority can't be read.</exception>
    public static void Make(string folder, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var authority = File.Exists(Path.Combine(folder, "ca.pem"))
                ? X509Certificate2.CreateFromPemFile(Path.Combine(folder, "ca.pem"), Path.Combine(folder, "ca.key"))
                : MakeAuthority(folder, time);
            MakeMember(folder, ClusterCertificates.SiloName, authority, time);
            MakeMember(folder, "client", authority, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"Certificates can't be made in {folder}: {e.Message}");
        }
    }

    private static X509Certificate2 MakeAuthority(string folder, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=LlmGateway cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = time.GetUtcNow();
        var authority = request.CreateSelfSigned(now - Backdated, now + (10 * Lifetime));
        Write(folder, "ca", authority, key);
        return authority;
    }

    private static void MakeMember(string folder, string name, X509Certificate2 authority, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: false));
        var now = time.GetUtcNow();
        using var certificate = request.Create(authority, now - Backdated, now + Lifetime, RandomNumberGenerator.GetBytes(16));
        Write(folder, name, certificate, key);
    }

    private static void Write(string folder, string name, X509Certificate2 certificate, ECDsa key)
    {
        WriteKey(Path.Combine(folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem() + "\n");
    }

    private static void WriteKey(string path, string pem)
    {
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using StreamWriter file = new(path, options);
        file.Write(pem);
    }
}
