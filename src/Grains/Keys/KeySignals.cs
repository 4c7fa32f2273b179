using System.Collections.Concurrent;

namespace LlmGateway.Grains.Keys;

/// <summary>The signals of keys with open requests, and for a minute or so of those that had some.</summary>
internal sealed class KeySignals
{
    private readonly ConcurrentDictionary<string, KeySignal> _signals = new(StringComparer.Ordinal);

    public int Count => _signals.Count;

    /// <summary>Counts a request.</summary>
    public KeyUse Use(KnownKey known)
    {
        while (true)
        {
            var signal = _signals.GetOrAdd(known.Key.Id, static (_, tenantId) => new KeySignal(tenantId), known.Key.TenantId);
            if (signal.TryEnter())
            {
                return new KeyUse(known, signal);
            }

            _signals.TryRemove(KeyValuePair.Create(known.Key.Id, signal)); // Closed this very moment.
        }
    }

    public void EndKey(string keyId)
    {
        if (_signals.TryRemove(keyId, out var signal))
        {
            signal.End();
        }
    }

    public void EndTenant(string tenantId)
    {
        foreach (var keyId in _signals.Where(entry => entry.Value.TenantId == tenantId).Select(entry => entry.Key))
        {
            EndKey(keyId);
        }
    }

    public void Sweep()
    {
        foreach (var entry in _signals)
        {
            if (entry.Value.TryClose())
            {
                _signals.TryRemove(entry);
            }
        }
    }
}
