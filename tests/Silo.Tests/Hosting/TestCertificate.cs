using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>Certificates for tests.</summary>
internal static class TestCertificate
{
    /// <summary>A name of this machine that is not localhost.</summary>
    public const string Host = "gateway.example";

    /// <summary>A certificate for 127.0.0.1 and <see cref="Host"/>.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="days">How long it holds from now on; negative for one that has expired.</param>
    public static X509Certificate2 Make(string name, int days = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-30), now.AddDays(days));
    }

    /// <summary>A client that trusts this certificate alone.</summary>
    public static HttpClient ClientTrusting(X509Certificate2 certificate, Uri address)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(certificate);
        SocketsHttpHandler handler = new();
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler) { BaseAddress = address };
    }
}
