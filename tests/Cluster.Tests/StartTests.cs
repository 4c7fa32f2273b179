using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Cluster.Tests;

public sealed class StartTests(TwoSilos silos)
{
    [Fact]
    public async Task TwoAtOnce_EmptyDatabase_OneClusterWithOneKeyOfEach()
    {
        (await silos.SqlAsync("SELECT count(*) FROM orleansmembership WHERE status = 3")).ShouldBe("2");
        (await silos.SqlAsync("SELECT count(*) FROM api_keys WHERE tenant_id = 'default'")).ShouldBe("1");
        (await silos.SqlAsync("SELECT count(*) FROM shared_settings WHERE name LIKE 'data-protection/%'")).ShouldBe("1");
        silos.First.AdminKey.ShouldBe(silos.Second.AdminKey);
    }

    [Fact]
    public async Task AnotherClusterId_Refused() => (await RefusalAsync("LLMGW:Cluster:Id=other")).ShouldContain("belongs to the cluster 'llmgw', but LLMGW:Cluster:Id is 'other'");

    [Fact]
    public async Task NoMasterKey_Refused() => (await RefusalAsync("LLMGW_MASTER_KEY_FILE=")).ShouldContain("Copy the file master.key");

    [Fact]
    public async Task AnotherMasterKey_Refused()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["other.key"], Storage.MasterKeys.Create(), TestContext.Current.CancellationToken);

        (await RefusalAsync($"LLMGW_MASTER_KEY_FILE={folder["other.key"]}")).ShouldContain("sealed under the master key");
    }

    [Fact]
    public async Task CertificateOfAnotherAuthority_Refused()
    {
        using TemporaryFolder folder = new();
        (await SiloProgram.RunAsync("--make-cluster-certificates", folder.Path)).ExitCode.ShouldBe(0);

        (await RefusalAsync($"LLMGW:Cluster:Tls:CertificatePath={folder["silo.pem"]}", $"LLMGW:Cluster:Tls:KeyPath={folder["silo.key"]}")).ShouldContain("comes from another authority");
    }

    [Fact]
    public async Task CertificateOfAClient_Refused() => (await RefusalAsync(
        $"LLMGW:Cluster:Tls:CertificatePath={Path.Combine(silos.Certificates, "client.pem")}", $"LLMGW:Cluster:Tls:KeyPath={Path.Combine(silos.Certificates, "client.key")}"))
        .ShouldContain("its DNS name is not 'silo'");

    [Theory]
    [InlineData("LLMGW:Cluster:Tls:KeyPath=", "LLMGW:Cluster:Tls:KeyPath is missing")]
    [InlineData("LLMGW:Cluster:Tls:KeyPath=/nowhere.key", "can't be used")]
    [InlineData("LLMGW:Cluster:AdvertisedAddress=db.example.org", "must be an IP address")]
    [InlineData("LLMGW:Cluster:Id=a b", "LLMGW:Cluster:Id must be")]
    [InlineData("ConnectionStrings:Gateway=Host=127.0.0.1;Port=1;Database=x;Username=y", "can't be reached")]
    public async Task WrongSetting_Refused(string setting, string message) => (await RefusalAsync(setting)).ShouldContain(message);

    // In one line.
    private async Task<string> RefusalAsync(params string[] changes)
    {
        using TemporaryFolder folder = new();
        var settings = silos.Environment().Select(setting => $"{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}").Concat(changes);
        var end = await SiloProgram.RunAsync(
            ["--data", folder["data"], "--urls", $"http://127.0.0.1:{FreePorts.Next()}", "--silo-port", $"{FreePorts.Next()}", "--gateway-port", $"{FreePorts.Next()}", .. settings.SelectMany(setting => (string[])["--set", setting])]);
        end.ExitCode.ShouldBe(1);
        end.Error.Trim().ShouldNotContain('\n');
        return end.Error;
    }
}
