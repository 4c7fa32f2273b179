using System.Security.Cryptography;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/completions</c>: plain text in, plain text out.</summary>
internal static class CompletionsApi
{
    private const string ObjectName = "text_completion";
    private const int DefaultMaxTokens = 16;

    public static void MapCompletions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/completions", CreateAsync)
            .WithTags("Completions")
            .RequiresScope(KeyScopes.Inference)
            .WithIdempotency()
            .Accepts<CompletionRequest>("application/json")
            .Produces<Completion>()
            .Produces<ApiErrorBody>(400)
            .WithName("createCompletion")
            .WithSummary("Continues a text, whole or as a stream of server-sent events.");

    private static Task<IResult> CreateAsync(HttpContext http, [AsParameters] InferenceServices services) => RoutedRequest<CompletionRequest>.AnswerAsync(
        http, services, ApiJson.Wire.CompletionRequest, Check, ToPlan, routed => AnswerAsync(http, services, routed));

    private static async Task<IResult> AnswerAsync(HttpContext http, InferenceServices services, RoutedRequest<CompletionRequest> routed)
    {
        var (request, target, admitted) = routed;
        var prompt = request.Prompt[0];
        var generate = GenerationRules.ToRequest(request, new Prompt { Text = prompt.Text, Tokens = prompt.Tokens is { } tokens ? [.. tokens] : null }, request.MaxTokens ?? DefaultMaxTokens);
        var started = await Generation.StartAsync(http, services, target, admitted, generate, "prompt");
        if (started.Failed)
        {
            return started.Problem;
        }

        await using var generation = started.Value;
        var id = $"cmpl-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        var created = services.Time.GetUtcNow().ToUnixTimeSeconds();
        var beginning = request.Echo is true ? prompt.Text ?? "" : "";
        if (RequestFacts.Of(http).Stream = request.Stream is true)
        {
            await StreamAsync(http, request, generation, id, created, beginning, services.Options.Value.PingInterval);
            return Results.Empty;
        }

        var answer = await GeneratedAnswer.ReadAsync(generation, "prompt");
        return answer.Failed
            ? answer.Problem
            : new SettledJson<Completion>(
                new Completion(
                    id,
                    ObjectName,
                    created,
                    request.Model,
                    [new CompletionChoice(beginning + answer.Value.Text, 0, null, GeneratedAnswer.Word(answer.Value.End.Reason))],
                    Usage.From(answer.Value.End.Usage)),
                ApiJson.Wire.Completion,
                admitted,
                answer.Value.End.Usage);
    }

    private static RequestPlan ToPlan(CompletionRequest request, ModelTarget target) => RequestPlan.Generation(
        "text_completion", target, PromptBound.Of(request.Prompt), request.MaxTokens ?? DefaultMaxTokens);

    private static ApiProblem? Check(CompletionRequest request) =>
        GenerationRules.Check(request)
        ?? (request.Prompt is not { Count: > 0 } ? ApiProblem.BadRequest("'prompt' must not be empty.", "prompt") : null)
        ?? GenerationRules.Only(request.Prompt.Count == 1, "prompt", "only one prompt in a request is supported")
        ?? (request.Prompt[0] is { Text: null or "", Tokens: null or { Count: 0 } } ? ApiProblem.BadRequest("'prompt' must not be empty.", "prompt") : null)
        ?? GenerationRules.Only(request.Suffix is null or "", "suffix", "filling in is not supported")
        ?? GenerationRules.Only(request.Logprobs is null or 0, "logprobs", "log probabilities are not supported yet")
        ?? GenerationRules.Only(request.BestOf is null or 1, "best_of", "only 1 answer is supported")
        ?? GenerationRules.Only(request.Echo is not true || request.Prompt[0].Text is not null, "echo", "a prompt of tokens can't be echoed");

    private static Task StreamAsync(HttpContext http, CompletionRequest request, Generation generation, string id, long created, string beginning, TimeSpan ping)
    {
        var withUsage = request.StreamOptions?.IncludeUsage is true;
        CompletionUsageChunk Chunk(CompletionChoice[] choices, Usage? usage = null) => new(id, ObjectName, created, request.Model, choices, usage);
        async ValueTask WriteAsync(SseWriter events, string text, string? reason)
        {
            var chunk = Chunk([new CompletionChoice(text, 0, null, reason)]);
            await (withUsage ? events.WriteAsync(chunk, ApiJson.Wire.CompletionUsageChunk) : events.WriteAsync(chunk, ApiJson.Wire.CompletionChunk));
        }

        return EventStream.WriteAsync(
            http,
            generation,
            ping,
            events => beginning.Length > 0 ? WriteAsync(events, beginning, null).AsTask() : Task.CompletedTask,
            (events, text) => WriteAsync(events, text, null),
            async (events, end) =>
            {
                await WriteAsync(events, "", GeneratedAnswer.Word(end.Reason));
                if (withUsage)
                {
                    await events.WriteAsync(Chunk([], Usage.From(end.Usage)), ApiJson.Wire.CompletionUsageChunk);
                }
            });
    }
}
