using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LlmGateway.Client;
using LlmGateway.Client.Security;
using LlmGateway.Silo.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace LlmGateway.Cluster.Tests;

/// <summary>Who has no certificate of the cluster's authority can speak with no silo, and a client's certificate makes nobody a silo.</summary>
public sealed class TlsTests(TwoSilos silos)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OrleansClient_WithACertificate_Answered()
    {
        using var host = Client(true);
        await host.StartAsync(Cancelled);
        using GatewayClient client = new(new Uri("https://gateway.example"), silos.ApiKey, new GatewayMessageHandler(host.Services.GetRequiredService<IGrainFactory>()));

        (await client.ChatAsync(ChatBody.Ask("What is the capital of France?", 12))).Text().ShouldContain("Paris");

        await host.StopAsync(Cancelled);
    }

    [Fact]
    public async Task OrleansClient_InTheClear_CannotConnect()
    {
        using var host = Client(false);
        await Should.ThrowAsync<Exception>(() => host.StartAsync(Cancelled).WaitAsync(Limit, Cancelled));
    }

    [Theory]
    [InlineData("silo", true)]
    [InlineData("client", false)]
    [InlineData(null, false)]
    public async Task SiloPort_OpensForSilosAlone(string? name, bool open)
    {
        using TcpClient socket = new();
        await socket.ConnectAsync(IPAddress.Loopback, silos.First.SiloPort, Cancelled);
        await using SslStream stream = new(socket.GetStream());
        using var certificate = name is null ? null : X509Certificate2.CreateFromPemFile(Path.Combine(silos.Certificates, $"{name}.pem"), Path.Combine(silos.Certificates, $"{name}.key"));

        var refused = await RefusedAsync(stream, certificate);

        refused.ShouldBe(!open);
    }

    // With TLS 1.3 a client hears of its refusal when it reads. A silo waits for the first word of who it took.
    private async Task<bool> RefusedAsync(SslStream stream, X509Certificate2? certificate)
    {
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(Path.Combine(silos.Certificates, "ca.pem"));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = ClusterCertificates.SiloName,
                ClientCertificates = certificate is null ? null : [certificate],
                CertificateChainPolicy = trust,
            },
            Cancelled);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await stream.ReadAsync(new byte[1], patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            return false;
        }
    }

    private IHost Client(bool certified) => new HostBuilder().UseOrleansClient(client =>
    {
        client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, silos.First.GatewayPort));
        client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("llmgw", "llmgw"));
        if (certified)
        {
            client.UseClusterTls(new ClusterCertificates(Path.Combine(silos.Certificates, "client.pem"), Path.Combine(silos.Certificates, "client.key"), Path.Combine(silos.Certificates, "ca.pem")));
        }
    }).Build();
}
