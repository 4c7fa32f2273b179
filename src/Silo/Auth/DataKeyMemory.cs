using LlmGateway.Grains.Silos;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Auth;

/// <summary>The data keys that each silo has unwrapped: those of an owner are forgotten everywhere when one is made or all are erased.</summary>
internal static class DataKeyMemory
{
    private const string Kind = "data-key";

    public static IServiceCollection AddDataKeyMemory(this IServiceCollection services) =>
        services.AddSingleton(provider => new SiloMemory(Kind, provider.GetRequiredService<Sealer>().Forget));

    /// <summary>Returns when no silo has an old key of the owner in memory.</summary>
    public static Task ForgetDataKeysAsync(this SiloMemories memories, string owner) => memories.ForgetAsync(Kind, owner);
}
