using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Idempotency;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingsApi
{
    private const int MaxInputs = 2048;

    public static void MapEmbeddings(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/embeddings", CreateAsync)
            .WithTags("Embeddings")
            .RequiresScope(KeyScopes.Inference)
            .WithIdempotency()
            .Accepts<EmbeddingsRequest>("application/json")
            .Produces<EmbeddingsResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("createEmbedding")
            .WithSummary("Turns texts into vectors of unit length.");

    private static Task<IResult> CreateAsync(HttpContext http, [AsParameters] InferenceServices services) => RoutedRequest<EmbeddingsRequest>.AnswerAsync(
        http, services, ApiJson.Wire.EmbeddingsRequest, Check, ToPlan, routed => AnswerAsync(http, services, routed));

    private static async Task<IResult> AnswerAsync(HttpContext http, InferenceServices services, RoutedRequest<EmbeddingsRequest> routed)
    {
        var (request, target, admitted) = routed;
        var length = target.Route.Replicas.Select(replica => replica.Model?.EmbeddingLength).FirstOrDefault(known => known is not null);
        if (request.Dimensions is { } dimensions && dimensions != length)
        {
            return ApiProblem.BadRequest($"'dimensions' must be {length} for this model: its vectors can't be shortened.", "dimensions");
        }

        using var timer = services.Metrics.Start("embeddings", target.Route);
        var inputs = request.Input.Select(input => new Prompt { Text = input.Text, Tokens = input.Tokens is { } tokens ? [.. tokens] : null });
        var result = await services.Replicas.EmbedAsync(target.ReplicaId, new EmbedRequest([.. inputs]) { RequestId = admitted.Id, Account = admitted.Account }, CancellationToken.None); // Whoever leaves is billed what the engine computes.
        if (result.Value is not { } embeddings)
        {
            return ApiProblem.From(result.Error!, "input");
        }

        var usage = new TokenUsage(embeddings.PromptTokens, 0, 0);
        timer.Complete(usage);
        var base64 = request.EncodingFormat == "base64";
        return new SettledJson<EmbeddingsResponse>(
            new EmbeddingsResponse(
                "list",
                [.. embeddings.Vectors.Select((vector, index) => new EmbeddingObject("embedding", index, new EncodedVector(vector, base64)))],
                request.Model,
                new EmbeddingUsage(embeddings.PromptTokens, embeddings.PromptTokens)),
            ApiJson.Wire.EmbeddingsResponse,
            admitted,
            usage);
    }

    // Each input may have as many tokens as the model's context.
    private static RequestPlan ToPlan(EmbeddingsRequest request, ModelTarget target)
    {
        var context = RequestPlan.ContextOf(target.Route);
        return new RequestPlan("embeddings", target.Route, target.ReplicaId, request.Input.Sum(input => Math.Min(context, PromptBound.Of(input))));
    }

    private static ApiProblem? Check(EmbeddingsRequest request)
    {
        if (request.EncodingFormat is not (null or "float" or "base64"))
        {
            return ApiProblem.BadRequest("'encoding_format' must be float or base64.", "encoding_format");
        }

        if (request.Input is not { Count: > 0 and <= MaxInputs })
        {
            return ApiProblem.BadRequest($"'input' must hold 1 to {MaxInputs} texts.", "input");
        }

        return request.Input.Any(input => input is { Text: null or "", Tokens: null or { Count: 0 } })
            ? ApiProblem.BadRequest("'input' must not hold an empty text.", "input")
            : null;
    }
}
