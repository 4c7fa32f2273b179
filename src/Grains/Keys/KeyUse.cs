namespace LlmGateway.Grains.Keys;

/// <summary>One request's use of a key, from authentication until the request has ended.</summary>
public sealed class KeyUse : IDisposable
{
    private KeySignal? _signal;
    private CancellationTokenSource? _linked;

    internal KeyUse(KnownKey known, KeySignal signal) => (Known, _signal, Revoked) = (known, signal, signal.Token);

    /// <summary>The key and its tenant.</summary>
    public KnownKey Known { get; }

    /// <summary>Cancelled when the key is revoked, or its tenant suspended or deleted, while the request is open.</summary>
    public CancellationToken Revoked { get; private set; }

    /// <summary>Ends the open request with something else too, such as the session of a token.</summary>
    public void EndWith(CancellationToken ended)
    {
        _linked = CancellationTokenSource.CreateLinkedTokenSource(Revoked, ended);
        Revoked = _linked.Token;
    }

    /// <summary>The request has ended.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _linked, null)?.Dispose();
        Interlocked.Exchange(ref _signal, null)?.Leave();
    }
}
