using LlmGateway.Grains;
using LlmGateway.Silo.Calls;
using LlmGateway.Storage;
using Orleans.Serialization;
using Orleans.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The Orleans silo of this process.</summary>
internal static class OrleansExtensions
{
    public static void AddGatewayOrleans(this WebApplicationBuilder builder, string connectionString)
    {
        builder.UseOrleans(silo =>
        {
            // One machine, one silo; a cluster over PostgreSQL is another setting.
            silo.UseLocalhostClustering(ListenAddresses.SiloPort(builder.Configuration), ListenAddresses.GatewayPort(builder.Configuration));
            silo.AddAdoNetGrainStorageAsDefault(options => options.Configure<Serializer>((storage, serializer) =>
            {
                storage.Invariant = OrleansStorage.Invariant;
                storage.ConnectionString = connectionString;
                // The records' [Id]s are the contract, on the wire as at rest.
                storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }));
            silo.UseAdoNetReminderService(reminders =>
            {
                reminders.Invariant = OrleansStorage.Invariant;
                reminders.ConnectionString = connectionString;
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
}
