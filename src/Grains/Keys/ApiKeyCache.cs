using System.Collections.Concurrent;

namespace LlmGateway.Grains.Keys;

/// <summary>The keys that this silo has seen. Filled from the keys' grains, which tell every silo of a revocation: nothing here grows stale.</summary>
/// <remarks>Thread-safe. A known key costs a hash and a look-up.</remarks>
public sealed class ApiKeyCache(IGrainFactory grains)
{
    // Keys that do not exist are not kept: a stranger could fill the memory with them.
    private readonly ConcurrentDictionary<string, Lazy<Task<ApiKey?>>> _keys = new(StringComparer.Ordinal);

    /// <summary>The key of a secret, revoked and expired ones included.</summary>
    /// <param name="secret">What the client sent; anything.</param>
    /// <returns>The key, or null if there is none.</returns>
    public ValueTask<ApiKey?> FindAsync(ReadOnlySpan<char> secret)
    {
        if (!ApiKeySecret.IsWellFormed(secret, ApiKeySecret.TenantKind))
        {
            return ValueTask.FromResult<ApiKey?>(null);
        }

        var hash = ApiKeySecret.Hash(secret);
        var known = _keys.GetOrAdd(hash, static (hash, grains) => new(() => grains.GetGrain<IApiKeyGrain>(hash).GetAsync()), grains);
        return known is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
            ? new ValueTask<ApiKey?>(known.Value)
            : LoadAsync(hash, known);
    }

    /// <summary>Asks the key's grain the next time. An answer under way is used by those who wait for it, but not kept.</summary>
    public void Forget(string hash) => _keys.TryRemove(hash, out _);

    private async ValueTask<ApiKey?> LoadAsync(string hash, Lazy<Task<ApiKey?>> entry)
    {
        ApiKey? key = null;
        try
        {
            return key = await entry.Value;
        }
        finally
        {
            if (key is null)
            {
                // Only this very entry: after Forget, another may stand in its place.
                _keys.TryRemove(KeyValuePair.Create(hash, entry));
            }
        }
    }
}
