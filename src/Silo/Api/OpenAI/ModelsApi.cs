using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>.</summary>
internal static class ModelsApi
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (HttpContext http, SiloRoutes models) => TypedResults.Json(
                new ModelList("list", [.. Visible(http, models).OrderBy(route => route.Name, StringComparer.Ordinal).Select(ToObject)]), ApiJson.Wire.ModelList))
            .WithTags("Models")
            .RequiresScope(KeyScopes.ModelsRead)
            .Produces<ModelList>()
            .WithName("listModels")
            .WithSummary("Lists the models that the key may use.");
        routes.MapGet("/models/{id}", (string id, HttpContext http, SiloRoutes models) =>
                models.Find(id) is { } route && http.AllowsModel(route.Name) ? TypedResults.Json(ToObject(route), ApiJson.Wire.ModelObject) : (IResult)ApiProblem.ModelNotFound(id))
            .WithTags("Models")
            .RequiresScope(KeyScopes.ModelsRead)
            .Produces<ModelObject>()
            .Produces<ApiErrorBody>(404)
            .WithName("retrieveModel")
            .WithSummary("One model.");
    }

    private static IEnumerable<ModelRoute> Visible(HttpContext http, SiloRoutes models) => models.Current.Models.Values.Where(route => http.AllowsModel(route.Name));

    private static ModelObject ToObject(ModelRoute route) => new(
        route.Name,
        "model",
        route.DeployedAt.ToUnixTimeSeconds(),
        "llmgateway",
        route.Version,
        State(route),
        route.Replicas.Max(replica => replica.Model?.ContextTokens));

    private static string State(ModelRoute route) =>
        route.IsReady ? "ready"
        : route.Replicas.All(replica => replica.State == ReplicaState.Failed) ? "failed" : "loading";
}
