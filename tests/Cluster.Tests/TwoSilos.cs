using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Storage;
using LlmGateway.Testing;

[assembly: AssemblyFixture(typeof(LlmGateway.Cluster.Tests.TwoSilos))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace LlmGateway.Cluster.Tests;

/// <summary>Two silos that were started at the same moment on an empty PostgreSQL database, and speak with one another by mutual TLS.</summary>
public sealed class TwoSilos : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public PostgresServer Server { get; private set; } = null!;

    /// <summary>The database that both use.</summary>
    public string Database { get; private set; } = null!;

    public SiloProcess First { get; private set; } = null!;

    public SiloProcess Second { get; private set; } = null!;

    /// <summary>The default tenant's key: in the data directory of the silo that made it.</summary>
    public string ApiKey => File.Exists(Path.Combine(First.Data, "default.key")) ? First.ApiKey : Second.ApiKey;

    /// <summary>Folder of the cluster's certificates.</summary>
    public string Certificates => _folder["certificates"];

    private string MasterKeyFile => _folder["master.key"];

    public async ValueTask InitializeAsync()
    {
        Server = await PostgresServer.StartAsync();
        Database = await Server.CreateDatabaseAsync();
        await File.WriteAllTextAsync(MasterKeyFile, MasterKeys.Create());
        (await SiloProgram.RunAsync("--make-cluster-certificates", Certificates)).ExitCode.ShouldBe(0);
        var (first, second) = (StartAsync(), StartAsync());
        (First, Second) = (await first, await second);
    }

    /// <summary>Starts one more silo of the cluster.</summary>
    public Task<SiloProcess> StartAsync() => SiloProcess.StartAsync([], Environment(), health => health["status"]!.GetValue<string>() == "ready");

    /// <summary>What a silo of the cluster has in its environment, changed.</summary>
    public Dictionary<string, string> Environment(params (string Name, string Value)[] changes)
    {
        Dictionary<string, string> environment = new()
        {
            ["ConnectionStrings__Gateway"] = Server.ConnectionString(Database),
            ["LLMGW_MASTER_KEY_FILE"] = MasterKeyFile,
            ["LLMGW__FailedAuthPerMinute"] = "0",
            ["LLMGW__Cluster__Tls__CertificatePath"] = Path.Combine(Certificates, "silo.pem"),
            ["LLMGW__Cluster__Tls__KeyPath"] = Path.Combine(Certificates, "silo.key"),
            ["LLMGW__Cluster__Tls__AuthorityPath"] = Path.Combine(Certificates, "ca.pem"),
            ["LLMGW__PublicUrl"] = "http://127.0.0.1:8080", // Tokens are of the gateway, not of one silo's address.
        };
        foreach (var (name, value) in changes)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>A new tenant with a key, made on the first silo.</summary>
    public async Task<(string Tenant, string KeyId, string Secret)> NewKeyAsync()
    {
        using var admin = First.Admin();
        var tenant = await admin.CreateTenantAsync();
        var key = await admin.CreateKeyAsync(tenant);
        return (tenant, key.Text("id"), key.Text("key"));
    }

    /// <summary>Runs SQL in the silos' database.</summary>
    public async Task<string> SqlAsync(string sql) => (await Server.SqlAsync(Database, sql)).Trim();

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in (SiloProcess?[])[First, Second])
        {
            if (silo is not null)
            {
                await silo.DisposeAsync();
            }
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
