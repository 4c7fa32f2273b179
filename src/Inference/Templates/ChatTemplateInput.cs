using System.Text.Json;

namespace LlmGateway.Inference.Templates;

/// <summary>What one rendering of a chat template sees.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>The conversation, oldest first.</summary>
    public required IReadOnlyList<TemplateMessage> Messages { get; init; }

    /// <summary>Whether the text ends where the assistant starts to speak; true by default.</summary>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Text of the token that begins a sequence; undefined in the template when null.</summary>
    public string? BosToken { get; init; }

    /// <summary>Text of the token that ends a sequence; undefined in the template when null.</summary>
    public string? EosToken { get; init; }

    /// <summary>OpenAI's array of tools; <c>none</c> in the template when null.</summary>
    public JsonElement? Tools { get; init; }

    /// <summary>Further variables by name (a request's <c>chat_template_kwargs</c>). They cannot replace
    /// <c>messages</c>, <c>tools</c>, <c>add_generation_prompt</c>, <c>bos_token</c> or <c>eos_token</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>What <c>strftime_now</c> formats; the year 1 unless set.</summary>
    public DateTimeOffset Now { get; init; }
}
