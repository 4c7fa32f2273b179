using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LlmGateway.Silo.Hosting;

/// <summary>What the silo shows to clients that come by HTTPS.</summary>
/// <param name="Certificate">With its private key; null where no address is https, or Kestrel finds one by its own settings.</param>
/// <param name="Chain">Certificates between it and its root.</param>
/// <param name="DevelopmentFile">PEM file of a certificate that the silo made for itself; null for others.</param>
internal sealed record ServerCertificate(X509Certificate2? Certificate, X509Certificate2Collection Chain, string? DevelopmentFile) : IDisposable
{
    private const string Section = "LLMGW:Tls";
    private const string KestrelSection = "Kestrel:Certificates:Default";

    /// <summary>The certificate that the settings name, or one of the silo's own making.</summary>
    /// <exception cref="StartupException">It can't be used; the message says why.</exception>
    public static ServerCertificate For(IConfiguration configuration, DataDirectory data, TimeProvider time)
    {
        if (!ListenAddresses.Urls(configuration).Contains("https://", StringComparison.OrdinalIgnoreCase))
        {
            return new ServerCertificate(null, [], null);
        }

        if (configuration[$"{Section}:CertificatePath"] is { Length: > 0 } path)
        {
            return Load(path, configuration[$"{Section}:KeyPath"], configuration[$"{Section}:Password"], $"{Section}:CertificatePath", time);
        }

        if (configuration[$"{KestrelSection}:Path"] is { Length: > 0 } kestrelPath)
        {
            return Load(kestrelPath, configuration[$"{KestrelSection}:KeyPath"], configuration[$"{KestrelSection}:Password"], $"{KestrelSection}:Path", time);
        }

        return configuration[$"{KestrelSection}:Subject"] is { Length: > 0 }
            ? new ServerCertificate(null, [], null) // In the system's store, which Kestrel reads.
            : new ServerCertificate(DevelopmentCertificate.Open(data, time), [], data.DevelopmentCertificateFile);
    }

    /// <summary>Tells Kestrel.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (Certificate is not null)
        {
            (https.ServerCertificate, https.ServerCertificateChain) = (Certificate, Chain);
        }
    }

    public void Dispose()
    {
        Certificate?.Dispose();
        foreach (var certificate in Chain)
        {
            certificate.Dispose();
        }
    }

    private static ServerCertificate Load(string path, string? keyPath, string? password, string setting, TimeProvider time)
    {
        foreach (var file in new[] { path, keyPath })
        {
            if (file is { Length: > 0 } && !File.Exists(file))
            {
                throw new StartupException($"The certificate can't be loaded: there is no file {file} ({setting}).");
            }
        }

        ServerCertificate loaded;
        try
        {
            loaded = IsPem(path) ? LoadPem(path, keyPath, password) : LoadPfx(path, password);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"The certificate {path} can't be loaded ({setting}): {e.Message.ReplaceLineEndings(" ")} Check the file, its key and its password.");
        }

        if (loaded.Certificate is not { HasPrivateKey: true } certificate)
        {
            throw new StartupException($"The certificate {path} has no private key ({setting}). Name the key's file in {Section}:KeyPath, or use a PFX file that holds it.");
        }

        if (certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow().UtcDateTime)
        {
            throw new StartupException($"The certificate {path} expired on {certificate.NotAfter:yyyy-MM-dd} ({setting}). Put a new one in its place.");
        }

        return loaded;
    }

    private static bool IsPem(string path)
    {
        using var reader = new StreamReader(path);
        var start = new char[4096];
        return new string(start, 0, reader.ReadBlock(start)).Contains("-----BEGIN", StringComparison.Ordinal);
    }

    private static ServerCertificate LoadPem(string path, string? keyPath, string? password)
    {
        var certificate = password is { Length: > 0 }
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath)
            : X509Certificate2.CreateFromPemFile(path, keyPath);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(path);
        return new ServerCertificate(certificate, chain, null);
    }

    private static ServerCertificate LoadPfx(string path, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        return new ServerCertificate(all.FirstOrDefault(certificate => certificate.HasPrivateKey), all, null);
    }
}
