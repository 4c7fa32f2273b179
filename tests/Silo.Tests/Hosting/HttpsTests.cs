using System.Security.Cryptography.X509Certificates;

namespace LlmGateway.Silo.Tests.Hosting;

public sealed class HttpsTests
{
    [Fact]
    public async Task NoCertificate_OneForThisMachine_KeptAndNamed()
    {
        var port = FreePorts.Next();
        await using var silo = await SiloProcess.StartAsync("--set", $"urls=https://127.0.0.1:{port};{{address}}");
        var pem = Path.Combine(silo.Data, "dev-certificate.pem");
        var first = await File.ReadAllTextAsync(pem, TestContext.Current.CancellationToken);
        using var certificate = X509Certificate2.CreateFromPem(first);
        using var client = TestCertificate.ClientTrusting(certificate, new Uri($"https://127.0.0.1:{port}"));

        using var answer = await client.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken);

        answer.IsSuccessStatusCode.ShouldBeTrue();
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("It would shut out every http server on this machine.");
        await silo.WaitForOutputAsync($"--cacert {pem}");
        first.ShouldNotContain("PRIVATE");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(silo.Data, "dev-certificate.pfx")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await silo.StopAsync()).ShouldBe(0);
        await silo.RestartAsync();
        (await File.ReadAllTextAsync(pem, TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    [Fact]
    public async Task DevelopmentCertificate_Expired_Renewed()
    {
        using var old = TestCertificate.Make("old", days: -1);
        var port = FreePorts.Next();
        await using var silo = await SiloProcess.StartAsync("--set", $"urls=https://127.0.0.1:{port};{{address}}");
        var file = Path.Combine(silo.Data, "dev-certificate.pfx");
        (await silo.StopAsync()).ShouldBe(0);
        await File.WriteAllBytesAsync(file, old.Export(X509ContentType.Pkcs12), TestContext.Current.CancellationToken);

        await silo.RestartAsync();

        using var renewed = X509CertificateLoader.LoadPkcs12FromFile(file, null);
        renewed.NotAfter.ShouldBeGreaterThan(old.NotAfter.AddDays(300));
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    [InlineData("kestrel")]
    public async Task GivenCertificate_Shown(string kind)
    {
        using var folder = new TemporaryFolder();
        using var certificate = TestCertificate.Make(kind);
        var port = FreePorts.Next();
        var settings = await WriteAsync(folder, certificate, kind);
        await using var silo = await SiloProcess.StartAsync(["--set", $"urls=https://127.0.0.1:{port};{{address}}", .. settings.SelectMany(setting => new[] { "--set", setting })]);
        using var client = TestCertificate.ClientTrusting(certificate, new Uri($"https://127.0.0.1:{port}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = TestCertificate.Host;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        File.Exists(Path.Combine(silo.Data, "dev-certificate.pfx")).ShouldBeFalse();
        silo.Output.ShouldNotContain("--cacert");
    }

    [Theory]
    [InlineData("missing", "there is no file")]
    [InlineData("password", "can't be loaded")]
    [InlineData("expired", "expired on")]
    [InlineData("no key", "can't be loaded")]
    [InlineData("garbage", "can't be loaded")]
    public async Task BadCertificate_OneLine(string fault, string expected)
    {
        using var folder = new TemporaryFolder();
        using var certificate = TestCertificate.Make("bad", fault == "expired" ? -1 : 1);
        Directory.CreateDirectory(folder["certificates"]);
        var (pem, pfx) = (Path.Combine(folder["certificates"], "c.pem"), Path.Combine(folder["certificates"], "c.pfx"));
        await File.WriteAllTextAsync(pem, fault == "garbage" ? "-----BEGIN nonsense" : certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pkcs12, "right"), TestContext.Current.CancellationToken);
        var path = fault switch
        {
            "missing" => "/no/such/file.pem",
            "no key" or "garbage" => pem,
            _ => pfx,
        };

        var end = await SiloProgram.RunAsync(
            "--urls", $"https://127.0.0.1:{FreePorts.Next()}", "--silo-port", $"{FreePorts.Next()}", "--gateway-port", $"{FreePorts.Next()}", "--data", folder["data"],
            "--set", $"LLMGW:Tls:CertificatePath={path}", "--set", $"LLMGW:Tls:Password={(fault == "password" ? "wrong" : "right")}");

        end.ExitCode.ShouldBe(1, end.Output);
        end.Error.TrimEnd().ShouldNotContain('\n', end.Error);
        end.Error.ShouldContain(expected);
        end.Error.ShouldContain("LLMGW:Tls:CertificatePath");
    }

    private static async Task<string[]> WriteAsync(TemporaryFolder folder, X509Certificate2 certificate, string kind)
    {
        Directory.CreateDirectory(folder["certificates"]);
        var file = Path.Combine(folder["certificates"], "certificate");
        if (kind == "pem")
        {
            using var key = certificate.GetECDsaPrivateKey();
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync($"{file}.key", key!.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
            return [$"LLMGW:Tls:CertificatePath={file}", $"LLMGW:Tls:KeyPath={file}.key"];
        }

        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "right"), TestContext.Current.CancellationToken);
        return kind == "pfx"
            ? [$"LLMGW:Tls:CertificatePath={file}", "LLMGW:Tls:Password=right"]
            : [$"Kestrel:Certificates:Default:Path={file}", "Kestrel:Certificates:Default:Password=right"];
    }
}
