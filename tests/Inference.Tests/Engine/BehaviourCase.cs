using System.Text.Json;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>One line of <c>Models/behaviour.jsonl</c>.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Ability">What it tests.</param>
/// <param name="Prompt">The conversation, with tools where there are some.</param>
/// <param name="Expect">A pattern that the right answer matches.</param>
internal sealed record BehaviourCase(string Id, string Ability, PromptInput Prompt, string Expect)
{
    public static List<BehaviourCase> ReadAll() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Models", "behaviour.jsonl")).Select(Parse)];

    private static BehaviourCase Parse(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        var prompt = new PromptInput
        {
            Messages = [.. json.GetProperty("messages").EnumerateArray().Select(Message)],
            Tools = json.TryGetProperty("tools", out var tools) ? tools : null,
        };
        return new BehaviourCase(Text(json, "id"), Text(json, "ability"), prompt, Text(json, "expect"));
    }

    // Calls of the assistant as the model's template writes them.
    private static PromptMessage Message(JsonElement message) => new(
        Text(message, "role"),
        message.TryGetProperty("tool_calls", out var calls) ? string.Join('\n', calls.EnumerateArray().Select(Call)) : Text(message, "content"));

    private static string Call(JsonElement call)
    {
        var function = call.GetProperty("function");
        return $"<tool_call>\n{{\"name\": \"{Text(function, "name")}\", \"arguments\": {Text(function, "arguments")}}}\n</tool_call>";
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
