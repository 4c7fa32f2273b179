namespace LlmGateway.Grains.RateLimits;

/// <summary>What was used in the current second and the 60 before: more than any span of 60 seconds that ends now can hold.</summary>
/// <remarks>Seconds are counted by any clock that only goes forward. Not thread-safe. About 280 bytes.</remarks>
internal sealed class RollingWindow
{
    private const int Seconds = 61;
    private readonly int[] _used = new int[Seconds];
    private long _now;
    private long _total;

    /// <summary>What is used, as of a second.</summary>
    public long Total(long second)
    {
        Advance(second);
        return _total;
    }

    /// <summary>Adds a use to a second; one that is over 60 seconds ago counts no more.</summary>
    /// <param name="now">The current second.</param>
    /// <param name="second">The second of the use, not after <paramref name="now"/>.</param>
    /// <param name="amount">What was used; negative gives back.</param>
    public void Add(long now, long second, long amount)
    {
        Advance(now);
        if (second > _now - Seconds && second <= _now)
        {
            ref var slot = ref _used[Slot(second)];
            var sum = (int)Math.Clamp(slot + amount, 0, int.MaxValue);
            _total += sum - slot;
            slot = sum;
        }
    }

    /// <summary>How many seconds it takes until so much is given back by the passing of time; <see cref="Seconds"/> if that is all there is.</summary>
    public long SecondsUntilFreed(long now, long amount)
    {
        Advance(now);
        long freed = 0;
        for (var second = _now - Seconds + 1; second <= _now; second++)
        {
            freed += _used[Slot(second)];
            if (freed >= amount)
            {
                return second + Seconds - _now;
            }
        }

        return Seconds;
    }

    private void Advance(long second)
    {
        if (second - _now >= Seconds)
        {
            Array.Clear(_used);
            _total = 0;
            _now = second;
        }

        while (_now < second)
        {
            ref var oldest = ref _used[Slot(++_now)];
            _total -= oldest;
            oldest = 0;
        }
    }

    private static int Slot(long second) => (int)(((second % Seconds) + Seconds) % Seconds);
}
