namespace LlmGateway.Grains.Keys;

/// <summary>One API key, found by its id with <see cref="GrainKeys.GetApiKey"/>. Secrets are stored as hashes only.</summary>
[Alias("llmgw.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Makes the key and its first secret, which is in the answer and nowhere else. <see cref="Tenants.ITenantGrain.CreateKeyAsync"/> calls this.</summary>
    /// <exception cref="InvalidOperationException">There is a key of this id.</exception>
    [Alias("Create")]
    Task<CreatedApiKey> CreateAsync(string tenantId, ApiKeySettings settings, CancellationToken cancellationToken = default);

    /// <summary>The key, revoked or not; null if there is none of this id.</summary>
    [Alias("Get")]
    Task<ApiKey?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>What a secret opens; silos ask this once and are told of changes.</summary>
    /// <param name="hash">The secret's SHA-256 in lower-case hexadecimal; one that once was this key's.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null if there is no key of this id.</returns>
    [Alias("Open")]
    Task<OpenedApiKey?> OpenAsync(string hash, CancellationToken cancellationToken = default);

    /// <summary>Changes what the key may do. When the call returns, every living silo goes by the new settings.</summary>
    /// <returns>The key as it now is; null if there is none of this id, or it was revoked.</returns>
    [Alias("Change")]
    Task<ApiKey?> ChangeAsync(ApiKeyChange change, CancellationToken cancellationToken = default);

    /// <summary>Makes a new secret. The one before works on for a while; one older than that ends at once.</summary>
    /// <param name="grace">How long the secret before works; zero or more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The key with its new secret; null if there is none of this id, or it was revoked.</returns>
    [Alias("Rotate")]
    Task<CreatedApiKey?> RotateAsync(TimeSpan grace, CancellationToken cancellationToken = default);

    /// <summary>Revokes the key with all its secrets. When the call returns, no living silo accepts it, and its open requests are being ended.</summary>
    /// <returns>The key as it now is, or null if there is none of this id.</returns>
    [Alias("Revoke")]
    Task<ApiKey?> RevokeAsync(CancellationToken cancellationToken = default);
}
