using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>POST /v1/tokenize</c> and <c>/v1/detokenize</c>.</summary>
internal static class TokenizeApi
{
    public static void MapTokenize(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tokenize", TokenizeAsync)
            .WithTags("Tokenization")
            .RequiresScope(KeyScopes.Inference)
            .Accepts<TokenizeRequest>("application/json")
            .Produces<TokenizeResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("tokenize")
            .WithSummary("Splits a text or a conversation into the model's tokens.");
        routes.MapPost("/detokenize", DetokenizeAsync)
            .WithTags("Tokenization")
            .RequiresScope(KeyScopes.Inference)
            .Accepts<DetokenizeRequest>("application/json")
            .Produces<DetokenizeResponse>()
            .Produces<ApiErrorBody>(400)
            .WithName("detokenize")
            .WithSummary("The text that tokens stand for.");
    }

    private static Task<IResult> TokenizeAsync(HttpContext http, [AsParameters] InferenceServices services) => RoutedRequest<TokenizeRequest>.AnswerAsync(
        http, services, ApiJson.Wire.TokenizeRequest, Check, (_, target) => new RequestPlan("tokenize", target.Route, target.ReplicaId, 0), routed => AnswerAsync(http, services, routed));

    private static async Task<IResult> AnswerAsync(HttpContext http, InferenceServices services, RoutedRequest<TokenizeRequest> routed)
    {
        var (request, target, admitted) = routed;
        var prompt = request.Messages is null
            ? new Prompt { Text = request.Text ?? request.Prompt, AddSpecial = request.AddSpecialTokens ?? false, ParseSpecial = request.ParseSpecialTokens ?? false }
            : new Prompt { Messages = ChatRules.ToMessages(request.Messages) };
        var result = await services.Replicas.TokenizeAsync(target.ReplicaId, prompt, http.RequestAborted);
        var context = target.Route.Replicas.Max(replica => replica.Model?.ContextTokens) ?? 0;
        return result.Value is { } tokenized
            ? new SettledJson<TokenizeResponse>(
                new TokenizeResponse(tokenized.Tokens, tokenized.Tokens.Length, context), ApiJson.Wire.TokenizeResponse, admitted, AdmittedRequest.NoTokens)
            : ApiProblem.From(result.Error!, request.Messages is null ? "text" : "messages");
    }

    private static Task<IResult> DetokenizeAsync(HttpContext http, [AsParameters] InferenceServices services) => RoutedRequest<DetokenizeRequest>.AnswerAsync(
        http, services, ApiJson.Wire.DetokenizeRequest, Check, (_, target) => new RequestPlan("detokenize", target.Route, target.ReplicaId, 0), routed => AnswerAsync(http, services, routed));

    private static async Task<IResult> AnswerAsync(HttpContext http, InferenceServices services, RoutedRequest<DetokenizeRequest> routed)
    {
        var (request, target, admitted) = routed;
        var result = await services.Replicas.DetokenizeAsync(target.ReplicaId, [.. request.Tokens], http.RequestAborted);
        return result.Value is { } text
            ? new SettledJson<DetokenizeResponse>(new DetokenizeResponse(text), ApiJson.Wire.DetokenizeResponse, admitted, AdmittedRequest.NoTokens)
            : ApiProblem.From(result.Error!, "tokens");
    }

    private static ApiProblem? Check(TokenizeRequest request) =>
        (request.Text ?? request.Prompt) is null == request.Messages is null ? ApiProblem.BadRequest("Give either 'text' or 'messages'.", "text")
        : request.Messages is { } messages ? ChatRules.CheckMessages(messages) : null;

    private static ApiProblem? Check(DetokenizeRequest request) =>
        request.Tokens is null ? ApiProblem.BadRequest("'tokens' must be a list of token ids.", "tokens") : null;
}
