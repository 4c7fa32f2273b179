using LlmGateway.Grains;
using LlmGateway.Grains.Tenants;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Registers the request log.</summary>
internal static class LogsExtensions
{
    public static IServiceCollection AddRequestLog(this IServiceCollection services)
    {
        services.AddSingleton<LogRetentionDays>(provider => async (tenant, cancellationToken) =>
            (await provider.GetRequiredService<IGrainFactory>().GetTenant(tenant).GetAsync(cancellationToken) is { } found ? found.Policy : new TenantPolicy()).LogRetentionDays);
        services.AddSingleton<LogCleaner>();
        services.AddSingleton<LogSealing>();
        services.AddHostedService<LogCleaning>();
        return services;
    }
}
