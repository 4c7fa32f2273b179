using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Tenants;

/// <summary>One tenant, found by <see cref="GrainKeys.GetTenant"/>. Ids are lower-case letters, digits and hyphens, at most 63.</summary>
[Alias("llmgw.ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>Creates the tenant.</summary>
    /// <returns>The tenant, or null if the id is taken, by a deleted tenant too.</returns>
    [Alias("Create")]
    Task<Tenant?> CreateAsync(TenantSettings settings, CancellationToken cancellationToken = default);

    /// <summary>The tenant, deleted or not; null if there is none of this id.</summary>
    [Alias("Get")]
    Task<Tenant?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the tenant. When the call returns, every living silo goes by its new status and policy, and a tenant that is no longer active has its open requests
    /// being ended.
    /// </summary>
    /// <returns>The tenant as it now is: unchanged if it was deleted; null if there is none of this id.</returns>
    [Alias("Change")]
    Task<Tenant?> ChangeAsync(TenantChange change, CancellationToken cancellationToken = default);

    /// <summary>Makes a key. Its secret is in the answer and nowhere else.</summary>
    /// <returns>The key, or null if there is no such tenant, or it was deleted.</returns>
    [Alias("CreateKey")]
    Task<CreatedApiKey?> CreateKeyAsync(ApiKeySettings settings, CancellationToken cancellationToken = default);
}
