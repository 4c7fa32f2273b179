using LlmGateway.Grains.Silos;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace LlmGateway.Silo.OAuth;

/// <summary>The gateway's own OAuth 2.0 and OpenID Connect server.</summary>
internal static class OAuthExtensions
{
    /// <summary>Adds the server. Needs storage, sealing and authentication.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="database">Where clients, consents and tokens are.</param>
    /// <param name="shared">Where the keys of tokens are in a cluster; null where they are in the data directory.</param>
    public static void AddGatewayOAuth(this IServiceCollection services, IConfiguration configuration, GatewayDatabase database, SharedSettings? shared)
    {
        services.AddSingleton<IOAuthKeyStore>(provider => shared is null ? new OAuthKeysInFile(provider.GetRequiredService<DataDirectory>()) : new SharedOAuthKeys(shared));
        services.AddSingleton<OAuthKeys>();
        services.AddSingleton<OAuthKeyOptions>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<OAuthKeyOptions>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<OAuthKeyOptions>());
        services.AddSingleton<AccessTokens>();
        services.AddSingleton(provider => new SiloMemory(AccessTokens.ClientMemory, provider.GetRequiredService<AccessTokens>().Forget));
        services.AddSingleton(provider => new SiloMemory(AccessTokens.TokenMemory, provider.GetRequiredService<AccessTokens>().ForgetToken));
        services.AddSingleton(provider => new SiloMemory(AccessTokens.AuthorizationMemory, provider.GetRequiredService<AccessTokens>().ForgetAuthorization));
        services.AddSingleton<TokenSessions>();
        services.AddHostedService<BuiltInClients>();
        services.AddHostedService<OAuthUpkeep>();
        services.AddOpenIddict()
            .AddCore(core => core.UseGatewayDatabase(database))
            .AddServer(server => Configure(server, configuration));
    }

    /// <summary>Maps the endpoints that have pages or rules of our own; the library answers the others by itself.</summary>
    public static void MapGatewayOAuth(this IEndpointRouteBuilder routes)
    {
        var oauth = routes.MapGroup("").ExcludeFromDescription().Open("OAuth says by itself who may");
        string[] both = [HttpMethods.Get, HttpMethods.Post];
        oauth.MapMethods(OAuthPaths.Authorize, both, AuthorizeEndpoint.AnswerAsync);
        oauth.MapGet(OAuthPaths.Continue, ContinuePage.Answer);
        oauth.MapPost(OAuthPaths.Token, TokenEndpoint.AnswerAsync);
        oauth.MapMethods(OAuthPaths.Verify, both, VerifyEndpoint.AnswerAsync);
        oauth.MapGet(OAuthPaths.Verified, VerifyEndpoint.Done);
        oauth.MapMethods(OAuthPaths.UserInfo, both, (Delegate)UserInfoEndpoint.AnswerAsync);
        oauth.MapMethods(OAuthPaths.Logout, both, LogoutEndpoint.AnswerAsync);
    }

    private static void Configure(OpenIddictServerBuilder server, IConfiguration configuration)
    {
        server.SetAuthorizationEndpointUris(OAuthPaths.Authorize)
            .SetTokenEndpointUris(OAuthPaths.Token)
            .SetDeviceAuthorizationEndpointUris(OAuthPaths.Device)
            .SetEndUserVerificationEndpointUris(OAuthPaths.Verify)
            .SetIntrospectionEndpointUris(OAuthPaths.Introspect)
            .SetRevocationEndpointUris(OAuthPaths.Revoke)
            .SetUserInfoEndpointUris(OAuthPaths.UserInfo)
            .SetEndSessionEndpointUris(OAuthPaths.Logout)
            .SetConfigurationEndpointUris(OAuthPaths.Discovery)
            .SetJsonWebKeySetEndpointUris(OAuthPaths.Keys);
        server.AllowAuthorizationCodeFlow().AllowClientCredentialsFlow().AllowDeviceAuthorizationFlow().AllowRefreshTokenFlow();
        server.RequireProofKeyForCodeExchange();
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Clear();
            options.CodeChallengeMethods.Add(OpenIddictConstants.CodeChallengeMethods.Sha256);
        });
        server.RegisterScopes([.. GatewayScopes.All]).RegisterClaims(GatewayClaims.Subject, GatewayClaims.Session, GatewayClaims.Tenant, GatewayClaims.Roles);
        server.DisableAccessTokenEncryption()
            .SetAccessTokenLifetime(OAuthLifetimes.AccessToken)
            .SetIdentityTokenLifetime(OAuthLifetimes.AccessToken)
            .SetRefreshTokenLifetime(OAuthLifetimes.RefreshToken)
            .SetRefreshTokenReuseLeeway(TimeSpan.Zero)
            .SetAuthorizationCodeLifetime(OAuthLifetimes.Code)
            .SetDeviceCodeLifetime(OAuthLifetimes.DeviceCode)
            .SetUserCodeLifetime(OAuthLifetimes.DeviceCode);
        server.AddEventHandler(ReuseHandler.Descriptor).AddEventHandler(SessionHandler.Descriptor).AddEventHandler(RevocationHandler.Descriptor);
        if (configuration.GetSection(GatewayOptions.Section)[nameof(GatewayOptions.PublicUrl)] is { Length: > 0 } address && Uri.TryCreate(address, UriKind.Absolute, out var issuer))
        {
            server.SetIssuer(issuer);
        }

        var web = server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableTokenEndpointPassthrough()
            .EnableEndUserVerificationEndpointPassthrough()
            .EnableUserInfoEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableErrorPassthrough();
        if (ListenAddresses.Urls(configuration).Contains("http:", StringComparison.OrdinalIgnoreCase))
        {
            // Whoever lets the gateway listen without TLS does so on this machine, or behind a proxy.
            web.DisableTransportSecurityRequirement();
        }
    }
}
