using System.Runtime.InteropServices;

namespace LlmGateway.Grains.RateLimits;

/// <summary>What was used in the current second and the 60 before: more than any span of 60 seconds that ends now can hold.</summary>
/// <remarks>Seconds are counted by any clock that only goes forward. Not thread-safe. About 50 bytes, and 6 for each second in which something was used.</remarks>
internal sealed class RollingWindow
{
    private const int Seconds = 61;
    private Slot[] _slots = []; // The oldest first; seconds without use have none.
    private int _count;
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
            ref var used = ref SlotOf(second).Used;
            var sum = (int)Math.Clamp(used + amount, 0, int.MaxValue);
            _total += sum - used;
            used = sum;
        }
    }

    /// <summary>How many seconds it takes until so much is given back by the passing of time; <see cref="Seconds"/> if that is all there is.</summary>
    public long SecondsUntilFreed(long now, long amount)
    {
        Advance(now);
        long freed = 0;
        foreach (var slot in _slots.AsSpan(0, _count))
        {
            freed += slot.Used;
            if (freed >= amount)
            {
                return Seconds - slot.Age(_now);
            }
        }

        return Seconds;
    }

    private void Advance(long second)
    {
        if (second - _now >= Seconds)
        {
            (_slots, _count, _total) = ([], 0, 0);
        }

        _now = Math.Max(_now, second);
        var gone = 0;
        while (gone < _count && _slots[gone].Age(_now) >= Seconds)
        {
            _total -= _slots[gone++].Used;
        }

        if (gone > 0)
        {
            _count -= gone;
            Array.Copy(_slots, gone, _slots, 0, _count);
        }
    }

    private ref Slot SlotOf(long second)
    {
        var age = _now - second;
        var index = _count;
        while (index > 0 && _slots[index - 1].Age(_now) < age)
        {
            index--;
        }

        if (index == 0 || _slots[index - 1].Age(_now) != age)
        {
            if (_count == _slots.Length)
            {
                Array.Resize(ref _slots, Math.Clamp(_count * 2, 2, Seconds));
            }

            Array.Copy(_slots, index, _slots, index + 1, _count++ - index);
            _slots[index++] = new Slot { Second = (ushort)second };
        }

        return ref _slots[index - 1];
    }

    // The low bits of a second tell its age as long as it is under 18 hours.
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(ushort))]
    private struct Slot
    {
        public ushort Second;
        public int Used;

        public readonly int Age(long now) => (ushort)(now - Second);
    }
}
