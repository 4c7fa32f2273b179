using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Storage;

/// <summary>Lets the OAuth server keep its rows in the gateway's database.</summary>
public static class OAuthStorageExtensions
{
    /// <summary>Uses the tables <c>oauth_…</c>. Needs <see cref="StorageServiceCollectionExtensions.AddGatewayStorage"/>.</summary>
    /// <param name="core">The server's core.</param>
    /// <param name="database">The gateway's database.</param>
    public static OpenIddictCoreBuilder UseGatewayDatabase(this OpenIddictCoreBuilder core, GatewayDatabase database)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentNullException.ThrowIfNull(database);
        database.AddTo(core);
        core.UseEntityFrameworkCore().ReplaceDefaultEntities<OAuthApplicationRow, OAuthAuthorizationRow, OAuthScopeRow, OAuthTokenRow, string>();
        core.Services.AddSingleton<OAuthClients>();
        return core;
    }
}
