using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmGateway.Storage;

/// <summary>Registers encryption at rest with a host.</summary>
public static class SealingServiceCollectionExtensions
{
    /// <summary>Adds <see cref="DataKeys"/> and <see cref="Sealer"/>, which need <see cref="StorageServiceCollectionExtensions.AddGatewayStorage"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="masters">The master keys.</param>
    public static IServiceCollection AddGatewaySealing(this IServiceCollection services, MasterKeys masters)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(masters);
        services.AddSingleton<DataKeys>();
        services.AddSingleton<Sealer>();
        return services;
    }
}
