namespace LlmGateway.Grains.RateLimits;

/// <summary>One tenant's, key's or model's limits and what is used of them. Not thread-safe.</summary>
/// <param name="scope">Whose limits, in words for the user.</param>
/// <param name="limits">The limits.</param>
internal sealed class LimitMeter(string scope, UsageLimits limits)
{
    // Only what is limited is counted: a tenant without limits costs no memory.
    private readonly RollingWindow? _requests = limits.RequestsPerMinute is null ? null : new();
    private readonly RollingWindow? _tokens = limits.TokensPerMinute is null ? null : new();
    private long _open;

    /// <summary>Why a request can't be admitted, or null.</summary>
    public AdmissionDenial? Check(long now, long tokens)
    {
        if (limits.ConcurrentRequests is { } most && _open >= most)
        {
            return new AdmissionDenial(LimitKind.Concurrency, scope, most, _open, 1, TimeSpan.FromSeconds(1));
        }

        return Check(_requests, LimitKind.Requests, limits.RequestsPerMinute, now, 1)
            ?? Check(_tokens, LimitKind.Tokens, limits.TokensPerMinute, now, tokens);
    }

    /// <summary>Tokens that can still be admitted.</summary>
    public long TokensLeft(long now) => _tokens is null ? long.MaxValue : Math.Max(0, limits.TokensPerMinute!.Value - _tokens.Total(now));

    /// <summary>Counts a use.</summary>
    /// <param name="now">The current second.</param>
    /// <param name="second">The second of the use.</param>
    /// <param name="requests">Requests admitted.</param>
    /// <param name="tokens">Tokens, negative to give some back.</param>
    public void Use(long now, long second, long requests, long tokens)
    {
        _requests?.Add(now, second, requests);
        _tokens?.Add(now, second, tokens);
    }

    /// <summary>A request was opened.</summary>
    public void Open() => _open++;

    /// <summary>A request was closed.</summary>
    public void Close() => _open--;

    /// <summary>How the limit of requests a minute stands; null if there is none.</summary>
    public LimitStatus? Requests(long now) => Status(_requests, limits.RequestsPerMinute, now);

    /// <summary>How the limit of tokens a minute stands; null if there is none.</summary>
    public LimitStatus? Tokens(long now) => Status(_tokens, limits.TokensPerMinute, now);

    private AdmissionDenial? Check(RollingWindow? window, LimitKind kind, long? limit, long now, long amount)
    {
        if (window is null || limit is not { } most || window.Total(now) is var used && used + amount <= most)
        {
            return null;
        }

        TimeSpan? wait = amount > most ? null : TimeSpan.FromSeconds(window.SecondsUntilFreed(now, used + amount - most));
        return new AdmissionDenial(kind, scope, most, used, amount, wait);
    }

    private static LimitStatus? Status(RollingWindow? window, long? limit, long now)
    {
        if (window is null || limit is not { } most)
        {
            return null;
        }

        var used = window.Total(now);
        return new LimitStatus(most, Math.Max(0, most - used), used == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(window.SecondsUntilFreed(now, used)));
    }
}
