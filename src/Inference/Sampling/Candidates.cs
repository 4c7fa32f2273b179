namespace LlmGateway.Inference.Sampling;

/// <summary>Narrows a row down to the tokens that top-k, top-p and min-p leave.</summary>
internal static class Candidates
{
    /// <summary>Fills the buffers with the remaining candidates, likeliest first.</summary>
    /// <param name="weights">Unnormalised probabilities by token; the largest is 1.</param>
    /// <param name="total">Their sum.</param>
    /// <param name="parameters">The bounds.</param>
    /// <param name="buffers">Receives tokens and negated weights.</param>
    /// <returns>How many remain, at least 1.</returns>
    public static int Select(ReadOnlySpan<float> weights, double total, SamplingParameters parameters, SamplingBuffers buffers)
    {
        var count = Gather(weights, Floor(weights, total, parameters), buffers);
        var keys = buffers.CandidateKeys.AsSpan(0, count);
        keys.Sort(buffers.Candidates.AsSpan(0, count));

        if (parameters.TopK > 0 && parameters.TopK < count)
        {
            count = parameters.TopK;
        }

        if (parameters.TopP < 1)
        {
            // Top-p counts within what top-k left.
            var mass = parameters.TopK > 0 ? Sum(keys[..count]) : total;
            count = Nucleus(keys[..count], parameters.TopP * mass);
        }

        while (count > 1 && -keys[count - 1] < parameters.MinP)
        {
            count--;
        }

        return count;
    }

    // What lies below can't be chosen. All tokens under (1 − p) / n of the mass hold less than 1 − p together,
    // so the nucleus is complete without them; and min-p is a share of the largest weight, which is 1.
    // Top-p within top-k counts all that top-k leaves, also what min-p takes away afterwards.
    private static float Floor(ReadOnlySpan<float> weights, double total, SamplingParameters parameters)
    {
        if (parameters.TopK > 0)
        {
            return TopKFloor(weights, parameters.TopK);
        }

        var nucleus = parameters.TopP < 1 ? (1 - parameters.TopP) * total / weights.Length : 0;
        return MathF.Max((float)nucleus, parameters.MinP);
    }

    // A weight that k tokens reach, and not many more: sorting a whole vocabulary takes longer than a small model's step.
    // Positive floats are ordered as their bits are, so the upper bits (exponent, 3 of the mantissa) make a histogram.
    private static float TopKFloor(ReadOnlySpan<float> weights, int k)
    {
        const int LowerBits = 20;
        Span<int> counts = stackalloc int[1 << (31 - LowerBits)];
        counts.Clear();
        foreach (var weight in weights)
        {
            counts[BitConverter.SingleToInt32Bits(weight) >> LowerBits]++;
        }

        var bucket = counts.Length - 1;
        for (var missing = k; bucket > 0 && (missing -= counts[bucket]) > 0;)
        {
            bucket--;
        }

        return BitConverter.Int32BitsToSingle(bucket << LowerBits);
    }

    private static int Gather(ReadOnlySpan<float> weights, float floor, SamplingBuffers buffers)
    {
        var count = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] >= floor && weights[i] > 0)
            {
                buffers.CandidateKeys[count] = -weights[i];
                buffers.Candidates[count++] = i;
            }
        }

        return count;
    }

    private static int Nucleus(ReadOnlySpan<float> keys, double wanted)
    {
        double mass = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            mass -= keys[i];
            if (mass >= wanted)
            {
                return i + 1;
            }
        }

        return keys.Length;
    }

    private static double Sum(ReadOnlySpan<float> keys)
    {
        double sum = 0;
        foreach (var key in keys)
        {
            sum -= key;
        }

        return sum;
    }
}
