using System.Diagnostics.CodeAnalysis;

namespace LlmGateway.Grains.Keys;

/// <summary>Tells the open requests of one key on this silo that they must end. Thread-safe.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer, and requests may still link to it after the key was let go: it is left to the collector.")]
internal sealed class KeySignal(string tenantId)
{
    private const int Closed = -1;

    private readonly CancellationTokenSource _source = new();
    private int _uses;

    public string TenantId { get; } = tenantId;

    public CancellationToken Token => _source.Token;

    /// <summary>Counts one more request.</summary>
    /// <returns>False if this signal was closed for want of use: another takes its place.</returns>
    public bool TryEnter()
    {
        var uses = Volatile.Read(ref _uses);
        while (uses != Closed)
        {
            var seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return true;
            }

            uses = seen;
        }

        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _uses);

    /// <summary>Closes the signal if no request is open.</summary>
    public bool TryClose() => Interlocked.CompareExchange(ref _uses, Closed, 0) == 0;

    /// <summary>Ends the open requests; what they do about it runs elsewhere.</summary>
    public void End() => _ = _source.CancelAsync();
}
