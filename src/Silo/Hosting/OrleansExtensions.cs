using LlmGateway.Grains;
using LlmGateway.Storage;
using Orleans.Serialization;
using Orleans.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The Orleans silo of this process.</summary>
internal static class OrleansExtensions
{
    private const int DefaultSiloPort = 11111;
    private const int DefaultGatewayPort = 30000;

    public static void AddGatewayOrleans(this WebApplicationBuilder builder, string connectionString)
    {
        var siloPort = ReadPort(builder.Configuration, "LLMGW:SiloPort", "--silo-port", DefaultSiloPort);
        var gatewayPort = ReadPort(builder.Configuration, "LLMGW:GatewayPort", "--gateway-port", DefaultGatewayPort);
        builder.UseOrleans(silo =>
        {
            // One machine, one silo; a cluster over PostgreSQL is another setting.
            silo.UseLocalhostClustering(siloPort, gatewayPort);
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
            silo.AddGatewayGrains();
        });
        builder.Services.AddOptions<Grains.Replicas.ReplicaOptions>().BindConfiguration("LLMGW:Replicas");
    }

    private static int ReadPort(ConfigurationManager configuration, string setting, string option, int standard) =>
        configuration.GetValue(setting, standard) is >= 1 and <= 65535 and var port
            ? port
            : throw new StartupException($"{setting} must be from 1 to 65535, not {configuration[setting]}. Set it with {option}.");
}
