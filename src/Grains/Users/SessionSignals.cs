using System.Collections.Concurrent;
using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Users;

/// <summary>The signals of sessions with open requests, and for a minute or so of those that had some.</summary>
internal sealed class SessionSignals
{
    private readonly ConcurrentDictionary<string, KeySignal> _signals = new(StringComparer.Ordinal);

    public int Count => _signals.Count;

    /// <summary>Counts a request.</summary>
    public SessionUse Use(string userId, string sessionId)
    {
        while (true)
        {
            var signal = _signals.GetOrAdd(sessionId, static (_, userId) => new KeySignal(userId), userId);
            if (signal.TryEnter())
            {
                return new SessionUse(userId, sessionId, signal);
            }

            _signals.TryRemove(KeyValuePair.Create(sessionId, signal)); // Closed this very moment.
        }
    }

    public void End(string sessionId)
    {
        if (_signals.TryRemove(sessionId, out var signal))
        {
            signal.End();
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
