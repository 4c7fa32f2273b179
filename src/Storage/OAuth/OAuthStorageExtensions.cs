using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmGateway.Storage;

/// <summary>Lets the OAuth server keep its rows in the gateway's database.</summary>
public static class OAuthStorageExtensions
{
    /// <summary>Uses the tables <c>oauth_…</c>. Needs <see cref="StorageServiceCollectionExtensions.AddGatewayStorage"/>.</summary>
    public static OpenIddictCoreBuilder UseGatewayDatabase(this OpenIddictCoreBuilder core)
    {
        ArgumentNullException.ThrowIfNull(core);
        core.Services.TryAddScoped(services => services.GetRequiredService<IDbContextFactory<SqliteGatewayDbContext>>().CreateDbContext());
        core.UseEntityFrameworkCore()
            .UseDbContext<SqliteGatewayDbContext>()
            .ReplaceDefaultEntities<OAuthApplicationRow, OAuthAuthorizationRow, OAuthScopeRow, OAuthTokenRow, string>();
        core.Services.AddSingleton<OAuthClients>();
        return core;
    }
}
