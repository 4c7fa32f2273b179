namespace LlmGateway.Inference.Tests.Sampling;

/// <summary>The distribution that sampling parameters describe, in double precision and without haste.</summary>
internal static class NaiveSampling
{
    /// <summary>Probabilities by token after temperature, top-k, top-p and min-p, in this order; tokens that can't be chosen are absent.</summary>
    public static Dictionary<int, double> Distribution(float[] logits, SamplingParameters parameters)
    {
        var max = logits.Max();
        var candidates = logits
            .Select((logit, token) => (Token: token, Weight: Math.Exp(((double)logit - max) / parameters.Temperature)))
            .Where(candidate => candidate.Weight > 0)
            .OrderByDescending(candidate => candidate.Weight)
            .ToList();
        if (parameters.TopK > 0)
        {
            candidates = candidates.Take(parameters.TopK).ToList();
        }

        var wanted = parameters.TopP * candidates.Sum(candidate => candidate.Weight);
        var count = 0;
        for (double mass = 0; count < candidates.Count && (mass < wanted || count == 0); count++)
        {
            mass += candidates[count].Weight;
        }

        var kept = candidates.Take(count).Where((candidate, i) => i == 0 || candidate.Weight >= parameters.MinP).ToList();
        var total = kept.Sum(candidate => candidate.Weight);
        return kept.ToDictionary(candidate => candidate.Token, candidate => candidate.Weight / total);
    }
}
