using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Tenants;

/// <summary>One tenant, found by <see cref="GrainKeys.GetTenant"/>. Ids are lower-case letters, digits and hyphens, at most 63.</summary>
[Alias("llmgw.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>Creates the tenant.</summary>
    /// <returns>The tenant, or null if the id is taken.</returns>
    [Alias("Create")]
    Task<Tenant?> CreateAsync(TenantSettings settings, CancellationToken cancellationToken = default);

    /// <summary>The tenant, or null if there is none of this id.</summary>
    [Alias("Get")]
    Task<Tenant?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a key. Its secret is in the answer and nowhere else.</summary>
    /// <returns>The key, or null if there is no such tenant.</returns>
    [Alias("CreateKey")]
    Task<CreatedApiKey?> CreateKeyAsync(ApiKeySettings settings, CancellationToken cancellationToken = default);

    /// <summary>Revokes a key. When the call returns, no living silo accepts it any more.</summary>
    /// <returns>The key as it now is, or null if the tenant has none of this id.</returns>
    [Alias("RevokeKey")]
    Task<ApiKey?> RevokeKeyAsync(string keyId, CancellationToken cancellationToken = default);

    /// <summary>One key, or null if the tenant has none of this id.</summary>
    [Alias("GetKey")]
    Task<ApiKey?> GetKeyAsync(string keyId, CancellationToken cancellationToken = default);
}
