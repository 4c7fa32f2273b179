using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Auth;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>The replica that a request goes to.</summary>
/// <param name="Route">The model.</param>
/// <param name="ReplicaId">The replica.</param>
internal sealed record ModelTarget(ModelRoute Route, string ReplicaId)
{
    /// <summary>Finds a model that exists and that the key may use, and a replica of it; writes the headers that say so.</summary>
    public static Parsed<ModelTarget> Choose(HttpContext http, string model, SiloRoutes routes, ReplicaClient replicas)
    {
        // A model that the key may not use looks like one that does not exist, unless the caller names it by its list.
        if (routes.Find(model) is not { } route)
        {
            return ApiProblem.ModelNotFound(model);
        }

        if (!http.AllowsModel(route.Name))
        {
            return ApiProblem.Forbidden($"This API key may not use the model '{route.Name}'.", "model", "model_not_allowed");
        }

        if (replicas.Choose(route) is not { } replica)
        {
            return ApiProblem.NoHealthyReplica(route.Name);
        }

        http.Response.Headers["x-gateway-model"] = route.FullName;
        return new ModelTarget(route, replica);
    }
}
