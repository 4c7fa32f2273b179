using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LlmGateway.Testing;

/// <summary>Nearly normal random numbers, eight at a time and the same on every machine.</summary>
/// <remarks>Xorshift32 in eight lanes (Marsaglia 2003); the sum of a number's four bytes is close enough to normal for weights.</remarks>
internal sealed class RandomValues
{
    /// <summary>Standard deviation of the sum of four bytes: sqrt(4 (256² - 1) / 12).</summary>
    private const float ByteSumDeviation = 147.8f;

    private Vector256<uint> _state;

    public RandomValues(ulong seed)
    {
        Span<uint> lanes = stackalloc uint[Vector256<uint>.Count];
        foreach (ref var lane in lanes)
        {
            // SplitMix64 spreads neighbouring seeds; xorshift must not start at 0.
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            lane = (uint)(mixed >> 32) | 1;
        }

        _state = Vector256.Create<uint>(lanes);
    }

    /// <summary>Fills a buffer whose length is a multiple of 8.</summary>
    /// <param name="values">Receives numbers with mean 0.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public void Fill(Span<float> values, float deviation)
    {
        var scale = Vector256.Create(deviation / ByteSumDeviation);
        var mean = Vector256.Create(510f);
        var lowByte = Vector256.Create(0xFFu);
        var state = _state;
        foreach (ref var vector in MemoryMarshal.Cast<float, Vector256<float>>(values))
        {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            var sum = (state & lowByte) + ((state >>> 8) & lowByte) + ((state >>> 16) & lowByte) + (state >>> 24);
            vector = (Vector256.ConvertToSingle(sum.AsInt32()) - mean) * scale;
        }

        _state = state;
    }
}
