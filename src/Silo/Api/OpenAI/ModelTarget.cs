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
    public static Parsed<ModelTarget> Choose(HttpContext http, IModelRequest request, SiloRoutes routes, ReplicaClient replicas)
    {
        var model = request.Model;
        // A model that the key may not use looks like one that does not exist, unless the caller names it by its list.
        if (routes.Find(model) is not { } route)
        {
            return ApiProblem.ModelNotFound(model);
        }

        if (!http.AllowsModel(route.Name))
        {
            return ApiProblem.Forbidden($"This API key may not use the model '{route.Name}'.", "model", "model_not_allowed");
        }

        var conversation = route.Replicas.Length > 1 ? Conversation.Of(http.Tenant().Id, request.Beginning) : null;
        if (replicas.Choose(route, conversation) is not { } replica)
        {
            return ApiProblem.NoHealthyReplica(route.Name);
        }

        http.Response.Headers["x-gateway-model"] = route.FullName;
        return new ModelTarget(route, replica);
    }
}
