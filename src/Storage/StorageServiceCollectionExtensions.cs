using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Storage;

/// <summary>Registers the storage with a host.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the <see cref="GatewayDatabase"/>, <see cref="IDbContextFactory{TContext}"/> of <see cref="GatewayDbContext"/>, <see cref="TenantDirectory"/>,
    /// <see cref="ApiKeyDirectory"/>, <see cref="UserDirectory"/>, <see cref="ScimUserDirectory"/>, <see cref="UserLinks"/>, <see cref="AuditTrail"/>, <see cref="LedgerWriter"/>, <see cref="LedgerReader"/>,
    /// <see cref="UsageQueries"/>, <see cref="RequestLog"/>, <see cref="LogRetention"/> and <see cref="StoredAnswers"/>. The schema is not touched: call <see cref="GatewayDatabase.MigrateAsync"/> first.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">The database.</param>
    public static IServiceCollection AddGatewayStorage(this IServiceCollection services, GatewayDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        services.AddSingleton(database);
        database.AddContexts(services);
        services.AddLogging();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<ScimUserDirectory>();
        services.AddSingleton<UserLinks>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<EngineCounts>();
        services.AddSingleton<UsageQueries>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<LogRetention>();
        services.AddSingleton<StoredAnswers>();
        services.AddOptions<LedgerOptions>();
        services.AddSingleton<LedgerWriter>();
        return services;
    }
}
