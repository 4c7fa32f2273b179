using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>What upstreams say in these tests.</summary>
internal static class Answers
{
    public const string Usage =
        """{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":5}}""";

    public const string UsageChunk = $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"there","choices":[],"usage":{{Usage}}}""";

    /// <summary>Odd white space and members: it must pass byte for byte.</summary>
    public const string Whole = $$"""{ "id":"c1","object":"chat.completion","created":1,"model":"there", "x_extra":[1,2, {"a":"ü💥"}],"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{{Usage}} }""";

    /// <summary>An answer without usage, or with another one.</summary>
    public static string WithUsage(string? usage) => Whole.Replace($"\"usage\":{Usage}", usage is null ? "\"y\":1" : $"\"usage\":{usage}", StringComparison.Ordinal);

    public static string Chunk(string text, string finish = "null") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"there","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":{{finish}}}]}""";

    public static JsonObject Ask(string model, int? maxTokens = 50)
    {
        JsonObject body = new() { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hello" }) };
        if (maxTokens is not null)
        {
            body["max_tokens"] = maxTokens;
        }

        return body;
    }
}
