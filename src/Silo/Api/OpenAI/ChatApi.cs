using System.Security.Cryptography;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal static class ChatApi
{
    public static void MapChat(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/chat/completions", CreateAsync)
            .WithTags("Chat")
            .RequiresScope(KeyScopes.Inference)
            .WithIdempotency()
            .Accepts<ChatRequest>("application/json")
            .Produces<ChatCompletion>()
            .Produces<ApiErrorBody>(400)
            .WithName("createChatCompletion")
            .WithSummary("Answers a conversation, whole or as a stream of server-sent events.");

    private static Task<IResult> CreateAsync(HttpContext http, [AsParameters] InferenceServices services) => RoutedRequest<ChatRequest>.AnswerAsync(
        http, services, ApiJson.Wire.ChatRequest, ChatRules.Check, ChatRules.ToPlan, routed => AnswerAsync(http, services, routed));

    private static async Task<IResult> AnswerAsync(HttpContext http, InferenceServices services, RoutedRequest<ChatRequest> routed)
    {
        var (request, target, admitted) = routed;
        var started = await Generation.StartAsync(http, services, target, admitted, ChatRules.ToRequest(request), "messages");
        if (started.Failed)
        {
            return started.Problem;
        }

        await using var generation = started.Value;
        var id = $"chatcmpl-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        var created = services.Time.GetUtcNow().ToUnixTimeSeconds();
        if (RequestFacts.Of(http).Stream = request.Stream is true)
        {
            await StreamAsync(http, request, generation, id, created, target.Route.FullName, services.Options.Value.PingInterval);
            return Results.Empty;
        }

        var answer = await GeneratedAnswer.ReadAsync(generation, "messages");
        return answer.Failed
            ? answer.Problem
            : new SettledJson<ChatCompletion>(
                new ChatCompletion(
                    id,
                    "chat.completion",
                    created,
                    request.Model,
                    [new ChatChoice(0, new ChatAnswer("assistant", answer.Value.Text, null), null, GeneratedAnswer.Word(answer.Value.End.Reason))],
                    Usage.From(answer.Value.End.Usage)) { SystemFingerprint = target.Route.FullName },
                ApiJson.Wire.ChatCompletion,
                admitted,
                answer.Value.End.Usage);
    }

    private static Task StreamAsync(HttpContext http, ChatRequest request, Generation generation, string id, long created, string version, TimeSpan ping)
    {
        var withUsage = request.StreamOptions?.IncludeUsage is true;
        var choice = new ChatChunkChoice();
        ChatChunkChoice[] choices = [choice];
        ChatUsageChunk Chunk(ChatChunkChoice[] content, Usage? usage) =>
            new() { Id = id, Created = created, Model = request.Model, SystemFingerprint = version, Choices = content, Usage = usage };

        // One object serves all events: only its delta changes.
        var chunk = Chunk(choices, null);
        async ValueTask WriteAsync(SseWriter events, string? role, string? content, string? reason)
        {
            (choice.Delta.Role, choice.Delta.Content, choice.FinishReason) = (role, content, reason);
            await (withUsage ? events.WriteAsync(chunk, ApiJson.Wire.ChatUsageChunk) : events.WriteAsync(chunk, ApiJson.Wire.ChatChunk));
        }

        return EventStream.WriteAsync(
            http,
            generation,
            ping,
            events => WriteAsync(events, "assistant", "", null).AsTask(),
            (events, text) => WriteAsync(events, null, text, null),
            async (events, end) =>
            {
                await WriteAsync(events, null, null, GeneratedAnswer.Word(end.Reason));
                if (withUsage)
                {
                    await events.WriteAsync(Chunk([], Usage.From(end.Usage)), ApiJson.Wire.ChatUsageChunk);
                }
            });
    }
}
