using LlmGateway.Grains.Access;
using LlmGateway.Grains.Audit;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Grains.Tenants;
using LlmGateway.Grains.Users;

namespace LlmGateway.Grains;

/// <summary>Grains by the names that people gave them.</summary>
/// <remarks>
/// Orleans' ADO.NET storage keeps a key that reads as a hexadecimal number as one, so that <c>cafe</c>, <c>CAFE</c> and <c>0cafe</c>
/// would share a state. A prefix that is no such number keeps names apart.
/// </remarks>
public static class GrainKeys
{
    private const string TenantPrefix = "tenant/";
    private const string KeyPrefix = "api-key/";
    private const string ModelPrefix = "model/";
    private const string LimitsPrefix = "limits/";
    private const string UserPrefix = "user/";
    private const string AccessPrefix = "access/";
    private const string Platform = "platform";

    /// <summary>The grain of a tenant.</summary>
    public static ITenantGrain GetTenant(this IGrainFactory grains, string tenantId) => grains.GetGrain<ITenantGrain>(TenantPrefix + tenantId);

    /// <summary>The grain of an API key.</summary>
    /// <param name="grains">Makes the reference.</param>
    /// <param name="keyId">Its id, <c>key_…</c>.</param>
    public static IApiKeyGrain GetApiKey(this IGrainFactory grains, string keyId) => grains.GetGrain<IApiKeyGrain>(KeyPrefix + keyId);

    /// <summary>The grain of a model.</summary>
    public static IModelGrain GetModel(this IGrainFactory grains, string name) => grains.GetGrain<IModelGrain>(ModelPrefix + name);

    /// <summary>The limiter of a tenant.</summary>
    public static IRateLimitGrain GetRateLimits(this IGrainFactory grains, string tenantId) => grains.GetGrain<IRateLimitGrain>(LimitsPrefix + tenantId);

    /// <summary>The standing of a user.</summary>
    /// <param name="grains">Makes the reference.</param>
    /// <param name="userId">Their id, <c>usr_…</c>.</param>
    public static IUserGrain GetUser(this IGrainFactory grains, string userId) => grains.GetGrain<IUserGrain>(UserPrefix + userId);

    /// <summary>Who may do what in a tenant.</summary>
    public static IAccessGrain GetAccess(this IGrainFactory grains, string tenantId) => grains.GetGrain<IAccessGrain>(AccessPrefix + tenantId);

    /// <summary>Who may do what in all tenants.</summary>
    public static IAccessGrain GetPlatformAccess(this IGrainFactory grains) => grains.GetGrain<IAccessGrain>(Platform);

    /// <summary>The prices of all models.</summary>
    public static IPriceBookGrain GetPriceBook(this IGrainFactory grains) => grains.GetGrain<IPriceBookGrain>(0);

    /// <summary>The catalogue of all models.</summary>
    public static IModelCatalogGrain GetModelCatalog(this IGrainFactory grains) => grains.GetGrain<IModelCatalogGrain>(0);

    /// <summary>The writer of the audit trail.</summary>
    public static IAuditGrain GetAudit(this IGrainFactory grains) => grains.GetGrain<IAuditGrain>(0);

    /// <summary>Whether a key is that of <see cref="GetPlatformAccess"/>.</summary>
    public static bool IsPlatform(string key) => key == Platform;

    /// <summary>Whether a member is a user, and no client.</summary>
    public static bool IsUser(string subject) => subject.StartsWith("usr_", StringComparison.Ordinal);

    /// <summary>The name in a key: what follows the prefix.</summary>
    public static string NameOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
