namespace LlmGateway.Grains.Keys;

/// <summary>One API key, keyed by the lower-case hexadecimal SHA-256 of its secret. The secret itself is stored nowhere.</summary>
[Alias("llmgw.IApiKeyGrain")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Makes the key known.</summary>
    [Alias("Register")]
    Task RegisterAsync(ApiKey key, CancellationToken cancellationToken = default);

    /// <summary>The key, revoked or not; null if there is none with this hash.</summary>
    [Alias("Get")]
    Task<ApiKey?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Revokes the key. When the call returns, no living silo accepts it any more.</summary>
    /// <returns>The key as it now is, or null if there is none with this hash.</returns>
    [Alias("Revoke")]
    Task<ApiKey?> RevokeAsync(CancellationToken cancellationToken = default);
}
