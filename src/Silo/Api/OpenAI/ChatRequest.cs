using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Body of <c>POST /v1/chat/completions</c>.</summary>
public sealed record ChatRequest : GenerationParameters
{
    /// <summary>The conversation so far.</summary>
    public required IReadOnlyList<ChatRequestMessage> Messages { get; init; }

    /// <summary>Most tokens to generate; the older name is <c>max_tokens</c>.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Shape of the answer; only <c>{"type":"text"}</c> so far.</summary>
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>Tools that the model may call; not supported yet.</summary>
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    /// <summary>Which tool to call; not supported yet, except <c>none</c>.</summary>
    public JsonElement? ToolChoice { get; init; }

    /// <summary>Return log probabilities; not supported yet.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>How many alternatives to return with them.</summary>
    public int? TopLogprobs { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    protected override IEnumerable<string> FirstTexts
    {
        get
        {
            foreach (var message in Messages)
            {
                yield return message.Content ?? "";
                if (message.Role == "user")
                {
                    yield break;
                }
            }
        }
    }
}

/// <summary>One message of a chat request.</summary>
public sealed record ChatRequestMessage
{
    /// <summary>system, developer, user, assistant or tool.</summary>
    public required string Role { get; init; }

    /// <summary>Text, or a list of text parts.</summary>
    [JsonConverter(typeof(ContentConverter))]
    public string? Content { get; init; }
}

/// <summary>Shape of the answer.</summary>
/// <param name="Type">text, json_object or json_schema.</param>
public sealed record ResponseFormat(string? Type);

/// <summary>What a stream brings.</summary>
/// <param name="IncludeUsage">One more chunk with the usage before the end.</param>
public sealed record StreamOptions(bool? IncludeUsage);
