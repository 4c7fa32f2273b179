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
        var count = Gather(weights, Floor(weights.Length, total, parameters), buffers);
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
    private static float Floor(int tokens, double total, SamplingParameters parameters)
    {
        var nucleus = parameters is { TopP: < 1, TopK: 0 } ? (1 - parameters.TopP) * total / tokens : 0;
        return parameters is { TopP: < 1, TopK: > 0 } ? 0 : MathF.Max((float)nucleus, parameters.MinP);
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
