using LlmGateway.Silo.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>Outside issuers: their access tokens as keys, and signing in through them.</summary>
internal static class IssuersExtensions
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Adds the issuers of the settings, as they are when the silo starts.</summary>
    public static void AddGatewayIssuers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TrustedIssuers>();
        services.AddSingleton<IssuerTokens>();
        services.AddSingleton<IssuerTurns>();
        services.AddSingleton<IssuerRoles>();
        services.AddSingleton<SubjectHash>();
        services.AddScoped<IssuerUsers>();
        services.AddScoped<IssuerSignIn>();
        services.AddHostedService<IssuerUpkeep>();

        // What is wrong with them is said when the settings are checked.
        var names = configuration.GetSection($"{GatewayOptions.Section}:{nameof(GatewayOptions.Issuers)}").Get<List<IssuerOptions>>()?.Where(issuer => issuer.ClientId is { Length: > 0 }).Select(issuer => issuer.Name);
        foreach (var name in (names ?? []).Distinct(StringComparer.Ordinal))
        {
            services.AddAuthentication().AddOpenIdConnect(TrustedIssuer.SchemeOf(name), _ => { });
            services.AddOptions<OpenIdConnectOptions>(TrustedIssuer.SchemeOf(name)).Configure<TrustedIssuers, TimeProvider>((options, issuers, time) => Configure(options, issuers, issuers.Find(name)!, time));
        }
    }

    private static void Configure(OpenIdConnectOptions options, TrustedIssuers issuers, TrustedIssuer issuer, TimeProvider time)
    {
        var settings = issuer.Options;
        options.ConfigurationManager = issuer.Metadata;
        options.Backchannel = issuers.Http;
        options.TimeProvider = time;
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecretFile is { } file ? IssuerRules.ReadSecret(file) : settings.ClientSecret;
        options.CallbackPath = IssuerPaths.CallbackOf(issuer.Name);
        options.EventsType = typeof(IssuerSignIn);
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Count > 0 ? settings.Scopes.Prepend(OpenIdConnectScope.OpenId).Distinct() : [OpenIdConnectScope.OpenId, OpenIdConnectScope.Profile, OpenIdConnectScope.Email])
        {
            options.Scope.Add(scope);
        }

        // The code comes back by GET: a form that the issuer sends would come without cookies, but over https with cookies for everybody.
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.TokenValidationParameters = new TokenValidationParameters { ValidAlgorithms = IssuerTokens.Algorithms, ClockSkew = Skew, RequireSignedTokens = true, RequireExpirationTime = true };
        foreach (var (cookie, name) in new[] { (options.CorrelationCookie, "llmgw-issuer-state."), (options.NonceCookie, "llmgw-issuer-nonce.") })
        {
            cookie.Name = name;
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
    }
}
