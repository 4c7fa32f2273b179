using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LlmGateway.Client.Security;

/// <summary>A member's certificate and the authority that all members' certificates come from, as PEM files. A file that is replaced is read again. Thread-safe.</summary>
public sealed class ClusterCertificates
{
    /// <summary>The DNS name in every silo's certificate, by which it is told from a client's.</summary>
    public const string SiloName = "silo";

    private readonly string _certificatePath;
    private readonly string _keyPath;
    private readonly string _authorityPath;
    private readonly Lock _lock = new();
    private (DateTime Changed, X509Certificate2 Own, X509Certificate2Collection Authorities) _read;

    /// <summary>Reads the files.</summary>
    /// <param name="certificatePath">This member's certificate.</param>
    /// <param name="keyPath">Its private key.</param>
    /// <param name="authorityPath">Certificates of the authorities that are trusted, and no others.</param>
    /// <exception cref="CryptographicException">A file is no PEM, or the key is not the certificate's.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public ClusterCertificates(string certificatePath, string keyPath, string authorityPath)
    {
        (_certificatePath, _keyPath, _authorityPath) = (certificatePath, keyPath, authorityPath);
        _read = Read();
    }

    /// <summary>This member's certificate with its key.</summary>
    public X509Certificate2 Own => Current().Own;

    /// <summary>Whether a certificate comes from the authority and holds now.</summary>
    /// <param name="certificate">What the other side showed; null for none.</param>
    /// <param name="silo">Whether it must be a silo's.</param>
    public bool Trust(X509Certificate? certificate, bool silo)
    {
        if (certificate is null)
        {
            return false;
        }

        using X509Certificate2 shown = new(certificate);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Current().Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown) && (!silo || shown.MatchesHostname(SiloName, allowWildcards: false, allowCommonName: false));
    }

    private (DateTime Changed, X509Certificate2 Own, X509Certificate2Collection Authorities) Current()
    {
        lock (_lock)
        {
            if (Changed() != _read.Changed)
            {
                try
                {
                    _read = Read();
                }
                catch (Exception e) when (e is CryptographicException or IOException)
                {
                    // They are being replaced: the next connection looks again.
                }
            }

            return _read;
        }
    }

    private (DateTime Changed, X509Certificate2 Own, X509Certificate2Collection Authorities) Read()
    {
        var changed = Changed();
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPemFile(_authorityPath);
        return (changed, X509Certificate2.CreateFromPemFile(_certificatePath, _keyPath), authorities);
    }

    private DateTime Changed() => ((string[])[_certificatePath, _keyPath, _authorityPath]).Max(File.GetLastWriteTimeUtc);
}
