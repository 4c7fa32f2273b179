using System.Text.Json.Serialization.Metadata;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A body that passed its checks, and the replica that it goes to: how every inference endpoint begins.</summary>
/// <param name="Body">The body.</param>
/// <param name="Target">The replica.</param>
internal sealed record RoutedRequest<T>(T Body, ModelTarget Target)
    where T : class, IModelRequest
{
    /// <param name="http">The request.</param>
    /// <param name="services">Routes and replicas.</param>
    /// <param name="type">How the body is read.</param>
    /// <param name="check">What is wrong with a body, or null.</param>
    public static async Task<Parsed<RoutedRequest<T>>> ReadAsync(HttpContext http, InferenceServices services, JsonTypeInfo<T> type, Func<T, ApiProblem?> check)
    {
        var body = await RequestBody.ReadAsync(http, type);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (string.IsNullOrWhiteSpace(body.Value.Model))
        {
            return ApiProblem.BadRequest("'model' must not be empty.", "model");
        }

        if (check(body.Value) is { } problem)
        {
            return problem;
        }

        var target = ModelTarget.Choose(http, body.Value.Model, services.Routes, services.Replicas);
        return target.Failed ? target.Problem : new RoutedRequest<T>(body.Value, target.Value);
    }
}
