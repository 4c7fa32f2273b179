using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Sampling;

/// <summary>Biases and penalties of one answer: what a token's logit loses or gains before the choice.</summary>
internal sealed class TokenPenalties
{
    private readonly SamplingParameters _parameters;
    private readonly Dictionary<int, int> _generated = [];
    private readonly HashSet<int> _seen = [];

    public TokenPenalties(SamplingParameters parameters, IEnumerable<int> prompt)
    {
        _parameters = parameters;
        IsActive = parameters.FrequencyPenalty != 0 || parameters.PresencePenalty != 0 || parameters.RepeatPenalty != 1 || parameters.LogitBias is { Count: > 0 };
        if (parameters.RepeatPenalty != 1)
        {
            _seen.UnionWith(prompt);
        }
    }

    /// <summary>Whether <see cref="Apply"/> would change anything.</summary>
    public bool IsActive { get; }

    public void Accept(int token)
    {
        if (IsActive)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_generated, token, out _)++;
            _seen.Add(token);
        }
    }

    public void Apply(Span<float> logits)
    {
        if (_parameters.RepeatPenalty != 1)
        {
            foreach (var token in _seen)
            {
                logits[token] = logits[token] > 0 ? logits[token] / _parameters.RepeatPenalty : logits[token] * _parameters.RepeatPenalty;
            }
        }

        foreach (var (token, count) in _generated)
        {
            logits[token] -= _parameters.PresencePenalty + count * _parameters.FrequencyPenalty;
        }

        if (_parameters.LogitBias is { } biases)
        {
            foreach (var (token, bias) in biases)
            {
                logits[token] += bias;
            }
        }
    }
}
