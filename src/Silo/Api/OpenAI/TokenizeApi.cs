using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/tokenize</c> and <c>/v1/detokenize</c>.</summary>
internal static class TokenizeApi
{
    public static void MapTokenize(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tokenize", TokenizeAsync)
            .WithTags("Tokenization")
            .RequireAuthorization(KeyScopes.Inference)
            .Accepts<TokenizeRequest>("application/json")
            .Produces<TokenizeResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("tokenize")
            .WithSummary("Splits a text or a conversation into the model's tokens.");
        routes.MapPost("/detokenize", DetokenizeAsync)
            .WithTags("Tokenization")
            .RequireAuthorization(KeyScopes.Inference)
            .Accepts<DetokenizeRequest>("application/json")
            .Produces<DetokenizeResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("detokenize")
            .WithSummary("The text that tokens stand for.");
    }

    private static async Task<IResult> TokenizeAsync(HttpContext http, [AsParameters] InferenceServices services)
    {
        var routed = await RoutedRequest<TokenizeRequest>.ReadAsync(http, services, ApiJson.Wire.TokenizeRequest, Check);
        if (routed.Failed)
        {
            return routed.Problem;
        }

        var (request, target) = routed.Value;

        var prompt = request.Messages is null
            ? new Prompt { Text = request.Text ?? request.Prompt, AddSpecial = request.AddSpecialTokens ?? false, ParseSpecial = request.ParseSpecialTokens ?? false }
            : new Prompt { Messages = ChatRules.ToMessages(request.Messages) };
        var result = await services.Replicas.TokenizeAsync(target.ReplicaId, prompt, http.RequestAborted);
        var context = target.Route.Replicas.Max(replica => replica.Model?.ContextTokens) ?? 0;
        return result.Value is { } tokenized
            ? TypedResults.Json(new TokenizeResponse(tokenized.Tokens, tokenized.Tokens.Length, context), ApiJson.Wire.TokenizeResponse)
            : ApiProblem.From(result.Error!, request.Messages is null ? "text" : "messages");
    }

    private static async Task<IResult> DetokenizeAsync(HttpContext http, [AsParameters] InferenceServices services)
    {
        var routed = await RoutedRequest<DetokenizeRequest>.ReadAsync(http, services, ApiJson.Wire.DetokenizeRequest, Check);
        if (routed.Failed)
        {
            return routed.Problem;
        }

        var (request, target) = routed.Value;

        var result = await services.Replicas.DetokenizeAsync(target.ReplicaId, [.. request.Tokens], http.RequestAborted);
        return result.Value is { } text
            ? TypedResults.Json(new DetokenizeResponse(text), ApiJson.Wire.DetokenizeResponse)
            : ApiProblem.From(result.Error!, "tokens");
    }

    private static ApiProblem? Check(TokenizeRequest request) =>
        (request.Text ?? request.Prompt) is null == request.Messages is null ? ApiProblem.BadRequest("Give either 'text' or 'messages'.", "text")
        : request.Messages is { } messages ? ChatRules.CheckMessages(messages) : null;

    private static ApiProblem? Check(DetokenizeRequest request) =>
        request.Tokens is null ? ApiProblem.BadRequest("'tokens' must be a list of token ids.", "tokens") : null;
}
