using LlmGateway.Grains;
using LlmGateway.Silo.Calls;
using LlmGateway.Storage;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The Orleans silo of this process: alone on SQLite, one of a cluster on PostgreSQL.</summary>
internal static class OrleansExtensions
{
    // Grain state is found by it: the same for every cluster that ever uses a database.
    private const string ServiceId = "llmgw";

    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepDead = TimeSpan.FromMinutes(5);

    public static void AddGatewayOrleans(this WebApplicationBuilder builder, GatewayDatabase database)
    {
        builder.UseOrleans(silo =>
        {
            if (database.IsShared)
            {
                silo.JoinCluster(builder.Configuration, database);
            }
            else
            {
                silo.UseLocalhostClustering(ListenAddresses.SiloPort(builder.Configuration), ListenAddresses.GatewayPort(builder.Configuration));
            }

            silo.AddAdoNetGrainStorageAsDefault(options => options.Configure<Serializer>((storage, serializer) =>
            {
                storage.Invariant = database.OrleansInvariant;
                storage.ConnectionString = database.ConnectionString;
                // The records' [Id]s are the contract, on the wire as at rest.
                storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }));
            silo.UseAdoNetReminderService(reminders =>
            {
                reminders.Invariant = database.OrleansInvariant;
                reminders.ConnectionString = database.ConnectionString;
            });
#pragma warning disable ORLEANSEXP003 // Experimental, but with the default directory the loss of a silo unloads healthy replicas elsewhere.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddIncomingGrainCallFilter<OutsideCalls>();
            silo.AddGatewayGrains();
        });
        builder.Services.AddOptions<Grains.Replicas.ReplicaOptions>()
            .BindConfiguration("LLMGW:Replicas")
            .Configure<DataDirectory>((replicas, data) => replicas.JournalFolder = Path.GetFullPath(replicas.JournalFolder ?? data.EngineFolder));
    }

    private static void JoinCluster(this ISiloBuilder silo, IConfiguration configuration, GatewayDatabase database)
    {
        var settings = ClusterSettings.Read(configuration);
        var address = settings.Address(database);
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Id, ServiceId));
        silo.ConfigureEndpoints(
            address, ListenAddresses.SiloPort(configuration), ListenAddresses.GatewayPort(configuration), listenOnAnyHostAddress: !ClusterSettings.IsLocal(address));
        settings.Tls.Guard(silo);
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = database.OrleansInvariant;
            clustering.ConnectionString = database.ConnectionString;
        });

        // A silo that ended is given up within a second, one that hangs within three (docs/decisions/0016).
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // Without the second, a silo that was heard of lately is trusted for four times as long.
            membership.ProbeTimeout = membership.MaxProbeTimeout = settings.ProbeTimeout;
            membership.NumMissedProbesLimit = settings.MissedProbes;
            membership.NumVotesForDeathDeclaration = 2;
            membership.TableRefreshTimeout = membership.IAmAliveTablePublishTimeout = TableRefresh;
            membership.DefunctSiloExpiration = KeepDead;
        });

        // From a silo's last sign of life on, the directory keeps its grains for it so long: one probe more than it takes to be given up. By default half a minute.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = settings.ProbeTimeout * (settings.MissedProbes + 1));
    }
}
