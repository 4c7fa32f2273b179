using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingsApi
{
    private const int MaxInputs = 2048;

    public static void MapEmbeddings(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/embeddings", CreateAsync)
            .WithTags("Embeddings")
            .RequireAuthorization(KeyScopes.Inference)
            .Accepts<EmbeddingsRequest>("application/json")
            .Produces<EmbeddingsResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("createEmbedding")
            .WithSummary("Turns texts into vectors of unit length.");

    private static async Task<IResult> CreateAsync(HttpContext http, [AsParameters] InferenceServices services)
    {
        var routed = await RoutedRequest<EmbeddingsRequest>.ReadAsync(http, services, ApiJson.Wire.EmbeddingsRequest, Check);
        if (routed.Failed)
        {
            return routed.Problem;
        }

        var (request, target) = routed.Value;

        var length = target.Route.Replicas.Select(replica => replica.Model?.EmbeddingLength).FirstOrDefault(known => known is not null);
        if (request.Dimensions is { } dimensions && dimensions != length)
        {
            return ApiProblem.BadRequest($"'dimensions' must be {length} for this model: its vectors can't be shortened.", "dimensions");
        }

        using var timer = services.Metrics.Start("embeddings", target.Route);
        var inputs = request.Input.Select(input => new Prompt { Text = input.Text, Tokens = input.Tokens is { } tokens ? [.. tokens] : null });
        var result = await services.Replicas.EmbedAsync(target.ReplicaId, new EmbedRequest([.. inputs]), http.RequestAborted);
        if (result.Value is not { } embeddings)
        {
            return ApiProblem.From(result.Error!, "input");
        }

        timer.Complete(new TokenUsage(embeddings.PromptTokens, 0, 0));
        var base64 = request.EncodingFormat == "base64";
        return TypedResults.Json(
            new EmbeddingsResponse(
                "list",
                [.. embeddings.Vectors.Select((vector, index) => new EmbeddingObject("embedding", index, new EncodedVector(vector, base64)))],
                request.Model,
                new EmbeddingUsage(embeddings.PromptTokens, embeddings.PromptTokens)),
            ApiJson.Wire.EmbeddingsResponse);
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
