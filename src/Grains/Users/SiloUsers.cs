using System.Collections.Concurrent;

namespace LlmGateway.Grains.Users;

/// <summary>The users that this silo has seen lately. Filled from their grains, which tell every silo of a change: nothing here grows stale.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class SiloUsers : IDisposable
{
    private const int MaxUsers = 20_000;
    private const int KeptSweeps = 10;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SessionSignals _signals = new();
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private int _sweeps;

    /// <param name="grains">Where users are asked for.</param>
    /// <param name="time">When sessions end, and when to look for users that nobody asks for.</param>
    public SiloUsers(IGrainFactory grains, TimeProvider time)
    {
        (_grains, _time) = (grains, time);
        _sweeper = time.CreateTimer(static users => ((SiloUsers)users!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>How many users are kept.</summary>
    internal int Count => _entries.Count;

    /// <summary>How many sessions have a signal for their open requests.</summary>
    internal int SignalCount => _signals.Count;

    /// <summary>What holds of a user now; null if there is no such user.</summary>
    public ValueTask<UserStanding?> FindAsync(string userId)
    {
        if (_entries.TryGetValue(userId, out var entry) && entry.Known is { } known)
        {
            entry.LastUsed = Volatile.Read(ref _sweeps);
            return ValueTask.FromResult<UserStanding?>(known);
        }

        return LoadAsync(userId);
    }

    /// <summary>Opens a request with a session.</summary>
    /// <returns>The use of the session, to be disposed when the request ends; null if the session opens nothing (any more).</returns>
    public ValueTask<SessionUse?> OpenAsync(string userId, string sessionId) =>
        OpenAsync(userId, sessionId, standing => standing.Allows(sessionId, _time.GetUtcNow()) ? standing.Sessions[sessionId] : null);

    /// <summary>Opens a request that belongs to no session, such as one with a token of an outside issuer.</summary>
    /// <returns>The use, to be disposed when the request ends; null if the user is shut out, or there is none of this id.</returns>
    public ValueTask<SessionUse?> OpenAsync(string userId) =>
        OpenAsync(userId, userId, static standing => standing.Active ? DateTimeOffset.MaxValue : null); // The signal's name is the user's, which is no session's.

    /// <summary>Asks the user's grain the next time. An answer that is under way is not used.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="endedSessions">Sessions whose open requests end too; the user's own id for requests without a session.</param>
    public void Forget(string userId, IEnumerable<string> endedSessions)
    {
        if (_entries.TryRemove(userId, out var entry))
        {
            entry.Forgotten = true;
        }

        foreach (var sessionId in endedSessions)
        {
            _signals.End(sessionId);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _sweeper.Dispose();

    private async ValueTask<SessionUse?> OpenAsync(string userId, string signal, Func<UserStanding, DateTimeOffset?> endOf)
    {
        // The signal comes first: an end that is told after it cancels it, and one that was told before it shows in the standing.
        var use = _signals.Use(userId, signal);
        try
        {
            if (await FindAsync(userId) is { } standing && endOf(standing) is { } end)
            {
                use.EndsAt = end;
                return use;
            }
        }
        catch
        {
            use.Dispose();
            throw;
        }

        use.Dispose();
        return null;
    }

    private async ValueTask<UserStanding?> LoadAsync(string userId)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(userId, static (id, grains) => new Entry(id, grains), _grains);
            entry.LastUsed = Volatile.Read(ref _sweeps);
            UserStanding? known = null;
            try
            {
                known = await entry.Loading.Value;
            }
            finally
            {
                if (known is null)
                {
                    // Only this very entry: users that do not exist are not kept, nor are failures.
                    _entries.TryRemove(KeyValuePair.Create(userId, entry));
                }
            }

            if (!entry.Forgotten)
            {
                MakeRoom();
                return known;
            }
        }
    }

    private void MakeRoom()
    {
        if (_entries.Count > MaxUsers && _entries.FirstOrDefault() is { Value: not null } some)
        {
            LetGo(some);
        }
    }

    private void Sweep()
    {
        var sweeps = Interlocked.Increment(ref _sweeps);
        foreach (var entry in _entries)
        {
            if (sweeps - entry.Value.LastUsed > KeptSweeps)
            {
                LetGo(entry);
            }
        }

        _signals.Sweep();
    }

    // No push finds it any more: whoever still waits for it asks again.
    private void LetGo(KeyValuePair<string, Entry> entry)
    {
        if (_entries.TryRemove(entry))
        {
            entry.Value.Forgotten = true;
        }
    }

    private sealed class Entry
    {
        private volatile bool _forgotten;

        public Entry(string userId, IGrainFactory grains) => Loading = new Lazy<Task<UserStanding?>>(() => LoadAsync(userId, grains));

        public Lazy<Task<UserStanding?>> Loading { get; }

        /// <summary>What holds, once it is loaded.</summary>
        public UserStanding? Known { get; private set; }

        /// <summary>Whether the user changed since the grain was asked.</summary>
        public bool Forgotten
        {
            get => _forgotten;
            set => _forgotten = value;
        }

        /// <summary>How many sweeps there had been when it was used last.</summary>
        public int LastUsed { get; set; }

        private async Task<UserStanding?> LoadAsync(string userId, IGrainFactory grains) => Known = await grains.GetUser(userId).GetStandingAsync();
    }
}
