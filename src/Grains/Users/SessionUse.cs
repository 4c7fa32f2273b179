using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Users;

/// <summary>One request's use of a session, from authentication until the request has ended.</summary>
public sealed class SessionUse : IDisposable
{
    private KeySignal? _signal;

    internal SessionUse(string userId, string sessionId, KeySignal signal) => (UserId, SessionId, _signal, Ended) = (userId, sessionId, signal, signal.Token);

    /// <summary>Whose session it is.</summary>
    public string UserId { get; }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>When the session ends unless it is renewed.</summary>
    public DateTimeOffset EndsAt { get; internal set; }

    /// <summary>Cancelled when the session is ended, or its user shut out or deleted, while the request is open.</summary>
    public CancellationToken Ended { get; }

    /// <summary>The request has ended.</summary>
    public void Dispose() => Interlocked.Exchange(ref _signal, null)?.Leave();
}
