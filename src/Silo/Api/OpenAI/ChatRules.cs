using System.Collections.Immutable;
using System.Text.Json;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Requests;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Checks a chat request and turns it into a replica's.</summary>
internal static class ChatRules
{
    private const int MaxMessages = 10_000;

    /// <summary>What is wrong, or null.</summary>
    public static ApiProblem? Check(ChatRequest request) =>
        GenerationRules.Check(request)
        ?? GenerationRules.Within(request.MaxCompletionTokens, "max_completion_tokens", 1, int.MaxValue)
        ?? CheckMessages(request.Messages)
        ?? GenerationRules.Only(request.ResponseFormat?.Type is null or "text", "response_format", "only the type 'text' is supported")
        ?? GenerationRules.Only(request.Tools is not { Count: > 0 }, "tools", "tool calls are not supported yet")
        ?? GenerationRules.Only(IsNoTool(request.ToolChoice), "tool_choice", "tool calls are not supported yet")
        ?? GenerationRules.Only(request.Logprobs is not true, "logprobs", "log probabilities are not supported yet")
        ?? GenerationRules.Only(request.TopLogprobs is null or 0, "top_logprobs", "log probabilities are not supported yet");

    /// <summary>The replica's request.</summary>
    /// <param name="request">Checked before.</param>
    public static GenerateRequest ToRequest(ChatRequest request) => GenerationRules.ToRequest(
        request,
        new Prompt { Messages = ToMessages(request.Messages) },
        request.MaxCompletionTokens ?? request.MaxTokens);

    /// <summary>The most that a request can cost.</summary>
    public static RequestPlan ToPlan(ChatRequest request, ModelTarget target) =>
        RequestPlan.Generation("chat", target, PromptBound.Of(request.Messages), request.MaxCompletionTokens ?? request.MaxTokens);

    public static ImmutableArray<ChatMessage> ToMessages(IReadOnlyList<ChatRequestMessage> messages) =>
        [.. messages.Select(message => new ChatMessage(message.Role, message.Content ?? ""))];

    public static ApiProblem? CheckMessages(IReadOnlyList<ChatRequestMessage?>? messages)
    {
        if (messages is not { Count: > 0 })
        {
            return ApiProblem.BadRequest("'messages' must hold at least one message.", "messages");
        }

        if (messages.Count > MaxMessages)
        {
            return ApiProblem.BadRequest($"'messages' holds at most {MaxMessages} messages.", "messages");
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is not { } message)
            {
                return ApiProblem.BadRequest("A message must not be null.", $"messages[{i}]");
            }

            if (message.Role is not ("system" or "developer" or "user" or "assistant" or "tool"))
            {
                return ApiProblem.BadRequest("'role' must be system, developer, user, assistant or tool.", $"messages[{i}].role");
            }

            if (message.Content is null && message.Role is not "assistant")
            {
                return ApiProblem.BadRequest("'content' is missing.", $"messages[{i}].content");
            }
        }

        return null;
    }

    private static bool IsNoTool(JsonElement? choice) =>
        choice is null or { ValueKind: JsonValueKind.Null } || (choice is { ValueKind: JsonValueKind.String } text && text.GetString() is "none" or "auto");
}
