namespace LlmGateway.Inference.Sampling;

/// <summary>Refuses parameters that have no meaning, before they reach the engine's thread.</summary>
internal static class SamplingChecks
{
    /// <exception cref="InferenceException">A value is out of range; the message names it.</exception>
    public static void Check(SamplingParameters parameters, int vocabularySize)
    {
        Within("temperature", parameters.Temperature, 0, 100);
        Within("top_p", parameters.TopP, float.Epsilon, 1);
        Within("min_p", parameters.MinP, 0, 1);
        Within("frequency_penalty", parameters.FrequencyPenalty, -100, 100);
        Within("presence_penalty", parameters.PresencePenalty, -100, 100);
        Within("repeat_penalty", parameters.RepeatPenalty, 0.01f, 100);
        if (parameters.TopK < 0)
        {
            throw Invalid("top_k must not be negative.");
        }

        foreach (var (token, bias) in parameters.LogitBias ?? new Dictionary<int, float>())
        {
            Within("logit_bias", bias, -100, 100);
            if (token < 0 || token >= vocabularySize)
            {
                throw Invalid($"logit_bias names token {token}, but this model's tokens go from 0 to {vocabularySize - 1}.");
            }
        }
    }

    private static void Within(string name, float value, float from, float to)
    {
        if (!(value >= from && value <= to))
        {
            throw Invalid($"{name} must be from {from} to {to}.");
        }
    }

    private static InferenceException Invalid(string message) => new(InferenceErrorCode.InvalidRequest, message);
}
