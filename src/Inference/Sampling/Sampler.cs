namespace LlmGateway.Inference.Sampling;

/// <summary>Chooses the tokens of one answer from rows of logits.</summary>
/// <remarks>Works on the native row in place of llama.cpp's sampler chain: 3 to 5 times faster at OpenAI's defaults, and the n-th draw depends on seed and n only.</remarks>
internal sealed class Sampler
{
    // Below it the largest logit is all that is left, and 1 / temperature would overflow.
    private const float LeastTemperature = 1e-5f;

    private readonly SamplingParameters _parameters;
    private readonly TokenPenalties _penalties;
    private readonly ulong _seed;
    private int _draws;

    /// <param name="parameters">Checked before: see <see cref="SamplingChecks"/>.</param>
    /// <param name="prompt">Tokens of the prompt, for the repeat penalty.</param>
    public Sampler(SamplingParameters parameters, IEnumerable<int> prompt)
    {
        _parameters = parameters;
        _penalties = new TokenPenalties(parameters, prompt);
        _seed = (ulong)(parameters.Seed ?? Random.Shared.NextInt64());
    }

    /// <summary>The next token.</summary>
    /// <param name="logits">[vocabulary] f32; not changed.</param>
    /// <param name="buffers">Scratch of the calling thread.</param>
    /// <returns>A token id, or −1 if the row holds NaN and nothing can be chosen.</returns>
    public int Next(ReadOnlySpan<float> logits, SamplingBuffers buffers)
    {
        if (_penalties.IsActive)
        {
            logits.CopyTo(buffers.Row);
            _penalties.Apply(buffers.Row);
            logits = buffers.Row;
        }

        var token = _parameters.Temperature < LeastTemperature ? Logits.ArgMax(logits) : Choose(logits, buffers);
        _draws++;
        if (token >= 0)
        {
            _penalties.Accept(token);
        }

        return token;
    }

    private int Choose(ReadOnlySpan<float> logits, SamplingBuffers buffers)
    {
        var max = Logits.Max(logits);
        if (!float.IsFinite(max))
        {
            return -1;
        }

        var weights = buffers.Weights.AsSpan(0, logits.Length);
        var total = Logits.Weights(logits, max, 1 / _parameters.Temperature, weights);
        var uniform = Draw.Uniform(_seed, _draws);
        return _parameters is { TopK: 0, TopP: >= 1, MinP: <= 0 }
            ? Walk(weights, uniform * total)
            : ChooseAmongCandidates(weights, total, uniform, buffers);
    }

    private int ChooseAmongCandidates(ReadOnlySpan<float> weights, double total, double uniform, SamplingBuffers buffers)
    {
        var count = Candidates.Select(weights, total, _parameters, buffers);
        double kept = 0;
        for (var i = 0; i < count; i++)
        {
            kept -= buffers.CandidateKeys[i];
        }

        var target = uniform * kept;
        for (var i = 0; i < count; i++)
        {
            target += buffers.CandidateKeys[i];
            if (target < 0)
            {
                return buffers.Candidates[i];
            }
        }

        return buffers.Candidates[count - 1];
    }

    private static int Walk(ReadOnlySpan<float> weights, double target)
    {
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                target -= weights[i];
                if (target < 0)
                {
                    return i;
                }
            }
        }

        return last; // Rounding left a crumb of the sum.
    }
}
