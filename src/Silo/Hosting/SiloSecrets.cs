using System.Text;
using LlmGateway.Silo.Auth;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The keys that the silo starts with.</summary>
/// <param name="MasterKeys">What stored data is sealed under.</param>
/// <param name="AdminKey">The operator's key.</param>
/// <param name="Shared">What the silos of a cluster share; null for a silo on SQLite, which has files.</param>
internal sealed record SiloSecrets(MasterKeys MasterKeys, AdminKey AdminKey, SharedSettings? Shared)
{
    /// <exception cref="StartupException">The silo does not belong to the database's cluster, or has no key for it; the message says what to do.</exception>
    /// <exception cref="StorageException">It has another master key than the other silos.</exception>
    public static async Task<SiloSecrets> OpenAsync(IConfiguration configuration, DataDirectory data, GatewayDatabase database)
    {
        if (!database.IsShared)
        {
            return new SiloSecrets(MasterKeyFile.Read(configuration, data, null), AdminKeyFile.Read(configuration, data, null), null);
        }

        var masters = MasterKeyFile.Read(configuration, data, await SharedSettings.MasterKeyIdAsync(database));
        SharedSettings shared = new(database, masters);
        shared.Reseal();
        Enter(shared, ClusterSettings.Read(configuration).Id);
        return new SiloSecrets(masters, AdminKeyFile.Read(configuration, data, shared), shared);
    }

    // Two clusters on one database would each run every grain.
    private static void Enter(SharedSettings shared, string clusterId) => shared.Change("cluster", stored =>
    {
        var id = stored is null ? clusterId : Encoding.UTF8.GetString(stored);
        return id == clusterId ? Encoding.UTF8.GetBytes(id) : throw new StartupException(
            $"The database belongs to the cluster '{id}', but {ClusterSettings.Section}:Id is '{clusterId}'. Set it to '{id}', or use another database. "
            + "To rename the cluster, stop all its silos and run: DELETE FROM shared_settings WHERE name = 'cluster'");
    });
}
