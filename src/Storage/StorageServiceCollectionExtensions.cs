using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmGateway.Storage;

/// <summary>Registers the storage with a host.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IDbContextFactory{TContext}"/> of <see cref="GatewayDbContext"/>, <see cref="TenantDirectory"/>,
    /// <see cref="ApiKeyDirectory"/>, <see cref="UserDirectory"/>, <see cref="UserLinks"/>, <see cref="AuditTrail"/>, <see cref="LedgerWriter"/>, <see cref="LedgerReader"/>,
    /// <see cref="UsageQueries"/>, <see cref="RequestLog"/>, <see cref="LogRetention"/> and <see cref="StoredAnswers"/>. The schema is not touched: call <see cref="GatewayDatabase.MigrateAsync"/> first.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="connectionString">See <see cref="SqliteConnectionString.For"/>.</param>
    public static IServiceCollection AddGatewayStorage(this IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        services.AddPooledDbContextFactory<SqliteGatewayDbContext>(options => options.UseSqlite(connectionString));
        services.AddSingleton<IDbContextFactory<GatewayDbContext>, SqliteGatewayDbContextFactory>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<UserLinks>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton(new LedgerReader(connectionString));
        services.AddSingleton(new EngineCounts(connectionString));
        services.AddSingleton(new UsageQueries(connectionString));
        services.AddLogging();
        services.AddSingleton(new RequestLog(connectionString));
        services.AddSingleton(new LogRetention(connectionString));
        services.AddSingleton(new StoredAnswers(connectionString));
        services.AddOptions<LedgerOptions>();
        services.AddSingleton(provider => new LedgerWriter(
            connectionString, provider.GetRequiredService<IOptions<LedgerOptions>>(), provider.GetRequiredService<ILogger<LedgerWriter>>()));
        return services;
    }
}
