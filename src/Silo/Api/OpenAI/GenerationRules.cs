using System.Collections.Immutable;
using System.Globalization;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Checks the parameters that chat and plain completions share, and turns them into a replica's request.</summary>
internal static class GenerationRules
{
    private const int MaxStops = 16;

    /// <summary>What is wrong, or null.</summary>
    public static ApiProblem? Check(GenerationParameters parameters) =>
        Within(parameters.MaxTokens, "max_tokens", 1, int.MaxValue)
        ?? Within(parameters.Temperature, "temperature", 0, 2)
        ?? Within(parameters.TopP, "top_p", 0, 1)
        ?? Within(parameters.TopK, "top_k", 0, int.MaxValue)
        ?? Within(parameters.MinP, "min_p", 0, 1)
        ?? Within(parameters.FrequencyPenalty, "frequency_penalty", -2, 2)
        ?? Within(parameters.PresencePenalty, "presence_penalty", -2, 2)
        ?? Within(parameters.RepeatPenalty, "repeat_penalty", 0.01f, 10)
        ?? Only(parameters.N is null or 1, "n", "only 1 answer is supported")
        ?? CheckStop(parameters.Stop)
        ?? CheckBias(parameters.LogitBias)
        ?? (parameters is { StreamOptions: not null, Stream: not true }
            ? ApiProblem.BadRequest("'stream_options' may only be given when 'stream' is true.", "stream_options")
            : null);

    /// <summary>The replica's request.</summary>
    /// <param name="parameters">Checked before.</param>
    /// <param name="prompt">What the model reads.</param>
    /// <param name="maxTokens">Most tokens to generate.</param>
    public static GenerateRequest ToRequest(GenerationParameters parameters, Prompt prompt, int? maxTokens) => new()
    {
        Prompt = prompt,
        MaxTokens = maxTokens,
        Stop = parameters.Stop?.ToImmutableArray() ?? [],
        IgnoreEos = parameters.IgnoreEos ?? false,
        Sampling = new SamplingSettings
        {
            Temperature = parameters.Temperature ?? 1,
            // OpenAI takes 0 for "the most probable token only".
            TopP = parameters.TopP is { } topP ? MathF.Max(topP, float.Epsilon) : 1,
            TopK = parameters.TopK ?? 0,
            MinP = parameters.MinP ?? 0,
            FrequencyPenalty = parameters.FrequencyPenalty ?? 0,
            PresencePenalty = parameters.PresencePenalty ?? 0,
            RepeatPenalty = parameters.RepeatPenalty ?? 1,
            LogitBias = parameters.LogitBias?.ToImmutableDictionary(bias => int.Parse(bias.Key, CultureInfo.InvariantCulture), bias => bias.Value),
            Seed = parameters.Seed,
        },
    };

    public static ApiProblem? Within(float? value, string param, float from, float to) =>
        value is null || (value >= from && value <= to) ? null : ApiProblem.BadRequest($"'{param}' must be from {from} to {to}.", param);

    public static ApiProblem? Within(int? value, string param, int from, int to) =>
        value is null || (value >= from && value <= to) ? null : ApiProblem.BadRequest(to == int.MaxValue ? $"'{param}' must be at least {from}." : $"'{param}' must be from {from} to {to}.", param);

    /// <summary>Refuses what is known but not built, rather than to answer as if it were.</summary>
    public static ApiProblem? Only(bool supported, string param, string what) =>
        supported ? null : ApiProblem.BadRequest($"'{param}': {what}.", param, "unsupported_parameter");

    private static ApiProblem? CheckStop(IReadOnlyList<string>? stop) => stop switch
    {
        null => null,
        { Count: > MaxStops } => ApiProblem.BadRequest($"'stop' holds at most {MaxStops} texts.", "stop"),
        _ when stop.Any(string.IsNullOrEmpty) => ApiProblem.BadRequest("'stop' must not hold an empty text.", "stop"),
        _ when stop.Any(text => text.Length > 1000) => ApiProblem.BadRequest("A text of 'stop' has at most 1000 characters.", "stop"),
        _ => null,
    };

    private static ApiProblem? CheckBias(IReadOnlyDictionary<string, float>? biases)
    {
        foreach (var (token, bias) in biases ?? ImmutableDictionary<string, float>.Empty)
        {
            if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out _) || !(bias >= -100 && bias <= 100))
            {
                return ApiProblem.BadRequest("'logit_bias' maps token ids to numbers from -100 to 100.", "logit_bias");
            }
        }

        return null;
    }
}
