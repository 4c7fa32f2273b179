namespace LlmGateway.Storage;

/// <summary>An unwrapped data key; it lives in memory only.</summary>
/// <param name="Owner">A tenant's id, or <c>gateway</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Key">32 bytes.</param>
internal sealed record DataKey(string Owner, int Version, byte[] Key)
{
    private long _seals;

    /// <summary>Counts one more value sealed under it by this process.</summary>
    public long CountSeal() => Interlocked.Increment(ref _seals);
}
