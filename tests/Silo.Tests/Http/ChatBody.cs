using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>Bodies of chat requests; greedy, so that answers are the same each time.</summary>
public static class ChatBody
{
    public const string Model = "gateway-tiny";

    public static JsonObject Ask(string prompt, int? maxTokens = null)
    {
        JsonObject body = new()
        {
            ["model"] = Model,
            ["temperature"] = 0,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
        };
        if (maxTokens is not null)
        {
            body["max_tokens"] = maxTokens;
        }

        return body;
    }

    /// <summary>A stream that ends when so many tokens are there, whatever the model says.</summary>
    public static JsonObject Long(int tokens)
    {
        var body = Ask("Tell me a story about a fox.", tokens).Streamed();
        body["ignore_eos"] = true;
        return body;
    }

    public static JsonObject Streamed(this JsonObject body, bool withUsage = false)
    {
        body["stream"] = true;
        if (withUsage)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return body;
    }

    /// <summary>The text of a whole answer.</summary>
    public static string Text(this Answer answer) => answer.With(200).Json["choices"]![0]!["message"]!["content"]!.GetValue<string>();

    /// <summary>The text that the events of a stream make together.</summary>
    public static string Text(this IEnumerable<string> events) => string.Concat(events
        .Where(text => text.StartsWith("data: {", StringComparison.Ordinal))
        .Select(text => JsonNode.Parse(text["data: ".Length..])!["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"]?.GetValue<string>()));
}
