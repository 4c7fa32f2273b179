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
        var body = await RequestBody.ReadAsync(http, ApiJson.Wire.TokenizeRequest);
        if (body.Failed)
        {
            return body.Problem;
        }

        var request = body.Value;
        var text = request.Text ?? request.Prompt;
        if (text is null == request.Messages is null)
        {
            return ApiProblem.BadRequest("Give either 'text' or 'messages'.", "text");
        }

        if (request.Messages is { } messages && ChatRules.CheckMessages(messages) is { } problem)
        {
            return problem;
        }

        var target = ModelTarget.Choose(http, request.Model, services.Routes, services.Replicas);
        if (target.Failed)
        {
            return target.Problem;
        }

        var prompt = request.Messages is null
            ? new Prompt { Text = text, AddSpecial = request.AddSpecialTokens ?? false, ParseSpecial = request.ParseSpecialTokens ?? false }
            : new Prompt { Messages = ChatRules.ToMessages(request.Messages) };
        var result = await services.Replicas.TokenizeAsync(target.Value.ReplicaId, prompt, http.RequestAborted);
        var context = target.Value.Route.Replicas.Max(replica => replica.Model?.ContextTokens) ?? 0;
        return result.Value is { } tokenized
            ? TypedResults.Json(new TokenizeResponse(tokenized.Tokens, tokenized.Tokens.Length, context), ApiJson.Wire.TokenizeResponse)
            : ApiProblem.From(result.Error!, request.Messages is null ? "text" : "messages");
    }

    private static async Task<IResult> DetokenizeAsync(HttpContext http, [AsParameters] InferenceServices services)
    {
        var body = await RequestBody.ReadAsync(http, ApiJson.Wire.DetokenizeRequest);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (body.Value.Tokens is null)
        {
            return ApiProblem.BadRequest("'tokens' must be a list of token ids.", "tokens");
        }

        var target = ModelTarget.Choose(http, body.Value.Model, services.Routes, services.Replicas);
        if (target.Failed)
        {
            return target.Problem;
        }

        var result = await services.Replicas.DetokenizeAsync(target.Value.ReplicaId, [.. body.Value.Tokens], http.RequestAborted);
        return result.Value is { } text
            ? TypedResults.Json(new DetokenizeResponse(text), ApiJson.Wire.DetokenizeResponse)
            : ApiProblem.From(result.Error!, "tokens");
    }
}
