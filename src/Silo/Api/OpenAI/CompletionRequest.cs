using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Body of <c>POST /v1/completions</c>.</summary>
public sealed record CompletionRequest : GenerationParameters
{
    private const int BeginningLength = 1024;

    /// <summary>Text or tokens; a list of several prompts is not supported.</summary>
    [JsonConverter(typeof(PromptsConverter))]
    public required IReadOnlyList<TextOrTokens> Prompt { get; init; }

    /// <summary>Begin the answer with the prompt.</summary>
    public bool? Echo { get; init; }

    /// <summary>Text after the answer; not supported.</summary>
    public string? Suffix { get; init; }

    /// <summary>Log probabilities to return; not supported yet.</summary>
    public int? Logprobs { get; init; }

    /// <summary>Answers to choose from; only 1.</summary>
    public int? BestOf { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    protected override IEnumerable<string> FirstTexts => Prompt[0] is { Text: { } text } ? [text.Length <= BeginningLength ? text : text[..BeginningLength]] : [];
}

/// <summary>A text, or the tokens of one.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Token ids.</param>
public sealed record TextOrTokens(string? Text, IReadOnlyList<int>? Tokens);
