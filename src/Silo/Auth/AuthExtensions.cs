using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authentication and authorization of both planes.</summary>
internal static class AuthExtensions
{
    private const string TenantKeys = "tenant-key";
    private const string AdminKeys = "admin-key";

    /// <summary>The cookie of a signed-in browser: its principal has the claims <see cref="GatewayClaims.Subject"/> and <see cref="GatewayClaims.Session"/>.</summary>
    public const string Browser = "browser";

    private static readonly PathString[] Apis = ["/v1", "/admin", "/scim", "/health", "/metrics"];

    /// <summary>Policy of the admin plane.</summary>
    public const string Admin = "admin";

    /// <param name="services">The host's services.</param>
    /// <param name="data">Where the keys of cookies and antiforgery tokens lie, so that they outlive a restart.</param>
    /// <param name="shared">Where they lie in a cluster, so that a cookie of one silo is good on all.</param>
    public static IServiceCollection AddGatewayAuth(this IServiceCollection services, DataDirectory data, SharedSettings? shared)
    {
        var protection = services.AddDataProtection().SetApplicationName("LlmGateway");
        if (shared is null)
        {
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(data.DataProtectionFolder));
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>, MasterKeyXml>();
        }
        else
        {
            services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new SharedKeyRing(shared));
        }

        services.AddDataKeyMemory();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<TokenAccess>();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthentication(Browser)
            .AddBrowserCookies()
            .AddScheme<AuthenticationSchemeOptions, TenantKeyHandler>(TenantKeys, null)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminKeys, null);
        var policies = services.AddAuthorizationBuilder().AddPolicy(Admin, policy => policy.AddAuthenticationSchemes(AdminKeys).RequireAuthenticatedUser().AddRequirements(new PermissionRequirement()));
        foreach (var scope in KeyScopes.All.Append(KeyScopes.Scim))
        {
            policies.AddPolicy(scope, policy => policy.AddAuthenticationSchemes(TenantKeys).RequireClaim(GatewayClaims.Scope, scope));
        }

        return services;
    }

    /// <summary>
    /// Signs browsers in, lets the OAuth server look at requests, and pages know theirs. Not those of the APIs: their policies authenticate by themselves, and the server's look at each
    /// request costs more than all of an admission.
    /// </summary>
    public static void UseGatewayAuthentication(this WebApplication app)
    {
        app.UseWhen(http => !Array.Exists(Apis, path => http.Request.Path.StartsWithSegments(path)), others => others.UseAuthentication().Use(PageRequest.NoteAsync));

        // The host would put it before everything else otherwise.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
    }

    /// <summary>The API key that authenticated the request. Endpoints that ask for it require one of its scopes.</summary>
    public static ApiKey Key(this HttpContext http) => Use(http).Known.Key;

    /// <summary>The tenant of that key, with the policy that holds now.</summary>
    public static Tenant Tenant(this HttpContext http) => Use(http).Known.Tenant;

    /// <summary>Cancelled when that key is revoked, or its tenant suspended or deleted, while the request is open: its answer ends then.</summary>
    public static CancellationToken KeyRevoked(this HttpContext http) => Use(http).Revoked;

    /// <summary>Whether that key may use a model: by its own list, and by the tenant's grants.</summary>
    public static bool AllowsModel(this HttpContext http, string model) =>
        http.Key() is var key && key.AllowsModel(model) && http.Features.GetRequiredFeature<TenantGrants>().Allow("model", model, GrantLevel.Use, key.Id);

    private static KeyUse Use(HttpContext http) => http.Features.GetRequiredFeature<KeyUse>();
}
