using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LlmGateway.Grains.Keys;

/// <summary>
/// The keys that this silo has seen lately. Filled from the grains of keys and tenants, which tell every silo of a change: nothing here grows stale.
/// </summary>
/// <remarks>Thread-safe. A known key costs a hash, two look-ups and one small object.</remarks>
public sealed class ApiKeyCache : IDisposable
{
    private const int KeptSweeps = 10;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    // Keys that do not exist are not kept: a stranger could fill the memory with them. Those that nobody uses for ten minutes are let go.
    private readonly ConcurrentDictionary<KeyHash, Entry> _entries = new();
    private readonly KeySignals _signals = new();
    private readonly IGrainFactory _grains;
    private readonly ITimer _sweeper;
    private int _sweeps;
    private long _ends;

    /// <param name="grains">Where keys are asked for.</param>
    /// <param name="time">When to look for keys that nobody uses.</param>
    public ApiKeyCache(IGrainFactory grains, TimeProvider time)
    {
        _grains = grains;
        _sweeper = time.CreateTimer(static cache => ((ApiKeyCache)cache!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>How many keys are kept.</summary>
    internal int Count => _entries.Count;

    /// <summary>How many keys have a signal for their open requests.</summary>
    internal int SignalCount => _signals.Count;

    /// <summary>Opens a request with a secret. Whether the key may be used (revoked, expired, tenant's status) is the caller's to see.</summary>
    /// <param name="secret">What the client sent; anything.</param>
    /// <returns>The use of the key, to be disposed when the request ends; null if there is no such key.</returns>
    public ValueTask<KeyUse?> OpenAsync(ReadOnlySpan<char> secret)
    {
        if (!ApiKeySecret.IsWellFormed(secret, ApiKeySecret.TenantKind))
        {
            return ValueTask.FromResult<KeyUse?>(null);
        }

        var hash = KeyHash.Of(secret);
        var ends = Volatile.Read(ref _ends);
        return _entries.TryGetValue(hash, out var entry) && entry.Known is { } known && TryUse(entry, known, ends) is { } use
            ? ValueTask.FromResult<KeyUse?>(use)
            : LoadAsync(hash, () => LoadKeyAsync(hash.ToString()));
    }

    /// <summary>Opens a request with an access token, which stands for a key: its holder's, in a tenant.</summary>
    /// <param name="token">What the client sent; checked already.</param>
    /// <param name="subject">Whose it is: a user or client.</param>
    /// <param name="tenantId">The tenant that it acts in.</param>
    /// <param name="scopes">What it opens.</param>
    /// <returns>The use of the token, to be disposed when the request ends; null if there is no such tenant.</returns>
    public ValueTask<KeyUse?> OpenTokenAsync(ReadOnlySpan<char> token, string subject, string tenantId, ImmutableArray<string> scopes)
    {
        var hash = KeyHash.Of(token);
        var ends = Volatile.Read(ref _ends);
        return _entries.TryGetValue(hash, out var entry) && entry.Known is { } known && TryUse(entry, known, ends) is { } use
            ? ValueTask.FromResult<KeyUse?>(use)
            : LoadAsync(hash, () => LoadTokenAsync(subject, tenantId, scopes));
    }

    /// <summary>Asks the key's grains the next time. Answers under way are used by those who wait for them, but not kept.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="hashes">Hashes of its secrets.</param>
    /// <param name="ended">Whether the key's open requests end too.</param>
    public void ForgetKey(string keyId, IEnumerable<string> hashes, bool ended)
    {
        foreach (var hash in hashes)
        {
            _entries.TryRemove(KeyHash.Parse(hash), out _);
        }

        if (ended)
        {
            Interlocked.Increment(ref _ends);
            _signals.EndKey(keyId);
        }
    }

    /// <summary>Like <see cref="ForgetKey"/>, for all keys of a tenant.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="ended">Whether the tenant's open requests end too.</param>
    public void ForgetTenant(string tenantId, bool ended)
    {
        foreach (var entry in _entries)
        {
            // Whose key an entry is that is being loaded is not known yet: it goes, and is loaded again.
            if (entry.Value.Known is not { } known || known.Tenant.Id == tenantId)
            {
                _entries.TryRemove(entry);
            }
        }

        if (ended)
        {
            Interlocked.Increment(ref _ends);
            _signals.EndTenant(tenantId);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _sweeper.Dispose();

    private async ValueTask<KeyUse?> LoadAsync(KeyHash hash, Func<Task<KnownKey?>> load)
    {
        while (true)
        {
            var ends = Volatile.Read(ref _ends);
            var entry = _entries.GetOrAdd(hash, static (_, load) => new Entry(load), load);
            KnownKey? known = null;
            try
            {
                known = await entry.Loading.Value;
            }
            finally
            {
                if (known is null)
                {
                    // Only this very entry: after it was forgotten, another may stand in its place.
                    _entries.TryRemove(KeyValuePair.Create(hash, entry));
                }
            }

            if (known is null)
            {
                return null;
            }

            if (TryUse(entry, known, ends) is { } use)
            {
                return use;
            }
        }
    }

    private async Task<KnownKey?> LoadKeyAsync(string hash)
    {
        if (await _grains.GetGrain<IKeySecretGrain>(hash).GetAsync() is not { } owner)
        {
            return null;
        }

        var key = _grains.GetApiKey(owner.KeyId).OpenAsync(hash);
        var tenant = _grains.GetTenant(owner.TenantId).GetAsync();
        return await key is { } opened && await tenant is { } found ? new KnownKey(opened, found) : null;
    }

    private async Task<KnownKey?> LoadTokenAsync(string subject, string tenantId, ImmutableArray<string> scopes) =>
        await _grains.GetTenant(tenantId).GetAsync() is { } tenant
            ? new KnownKey(new OpenedApiKey(new ApiKey { Id = subject, TenantId = tenantId, Name = subject, Prefix = "", Scopes = scopes }, null), tenant)
            : null;

    // An end forgets entries, is counted, and then cancels signals, in this order. Whoever looked the key up before it was counted and took a signal after it was
    // cancelled would miss it, sees here that the count has changed, and looks again.
    private KeyUse? TryUse(Entry entry, KnownKey known, long ends)
    {
        var sweeps = Volatile.Read(ref _sweeps);
        if (entry.LastUsed != sweeps)
        {
            entry.LastUsed = sweeps;
        }

        var use = _signals.Use(known);
        if (Volatile.Read(ref _ends) == ends)
        {
            return use;
        }

        use.Dispose();
        return null;
    }

    private void Sweep()
    {
        var sweeps = Interlocked.Increment(ref _sweeps);
        foreach (var entry in _entries)
        {
            if (sweeps - entry.Value.LastUsed > KeptSweeps)
            {
                _entries.TryRemove(entry);
            }
        }

        _signals.Sweep();
    }

    private sealed class Entry
    {
        public Entry(Func<Task<KnownKey?>> load) => Loading = new Lazy<Task<KnownKey?>>(async () => Known = await load());

        public Lazy<Task<KnownKey?>> Loading { get; }

        /// <summary>The key, once it is loaded.</summary>
        public KnownKey? Known { get; private set; }

        /// <summary>How many sweeps there had been when it was used last.</summary>
        public int LastUsed { get; set; }
    }
}
