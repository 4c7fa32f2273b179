using System.Text.Json;

namespace LlmGateway.Inference.Templates;

/// <summary>One message of the conversation as templates see it; every string in it counts as user text.</summary>
public sealed record TemplateMessage
{
    /// <summary>Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The text; null reaches the template as <c>none</c>.</summary>
    public string? Content { get; init; }

    /// <summary>Name of the speaker or of the tool that answers; the template has no such key when null.</summary>
    public string? Name { get; init; }

    /// <summary>Calls that the assistant made, in OpenAI's shape; the template has no such key when null.</summary>
    /// <remarks>Most templates write <c>arguments | tojson</c>, which expects an object: replace OpenAI's encoded
    /// string by the object it encodes first.</remarks>
    public JsonElement? ToolCalls { get; init; }

    /// <summary>Call that a tool message answers; the template has no such key when null.</summary>
    public string? ToolCallId { get; init; }
}
