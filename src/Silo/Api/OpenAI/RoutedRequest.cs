using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlmGateway.Silo.Api.Requests;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A body that passed its checks, the replica that it goes to, and its admission: how every inference endpoint begins.</summary>
/// <param name="Body">The body.</param>
/// <param name="Target">The replica.</param>
/// <param name="Admitted">The admission.</param>
internal sealed record RoutedRequest<T>(T Body, ModelTarget Target, AdmittedRequest Admitted)
    where T : class, IModelRequest
{
    /// <summary>Reads, checks, routes and admits a request, answers it, and settles it whatever happens.</summary>
    /// <param name="http">The request.</param>
    /// <param name="services">Routes, replicas and admission.</param>
    /// <param name="type">How the body is read.</param>
    /// <param name="check">What is wrong with a body, or null.</param>
    /// <param name="plan">The most that a body can cost.</param>
    /// <param name="answer">Answers it.</param>
    public static async Task<IResult> AnswerAsync(
        HttpContext http,
        InferenceServices services,
        JsonTypeInfo<T> type,
        Func<T, ApiProblem?> check,
        Func<T, ModelTarget, RequestPlan> plan,
        Func<RoutedRequest<T>, Task<IResult>> answer)
    {
        var body = await RequestBody.ReadBytesAsync(http);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (await services.Upstreams.TryAnswerAsync(http, body.Value) is { } relayed)
        {
            return relayed;
        }

        var routed = await ReadAsync(http, services, body.Value, type, check, plan);
        if (routed.Failed)
        {
            return routed.Problem;
        }

        // Settled before the answer's end goes out: a refused request gives its place back before its client knows.
        await using var admitted = routed.Value.Admitted;
        var result = await answer(routed.Value);
        if (result is ApiProblem)
        {
            await admitted.FailAsync();
        }

        await result.ExecuteAsync(http);
        return Results.Empty;
    }

    private static async Task<Parsed<RoutedRequest<T>>> ReadAsync(
        HttpContext http, InferenceServices services, byte[] json, JsonTypeInfo<T> type, Func<T, ApiProblem?> check, Func<T, ModelTarget, RequestPlan> plan)
    {
        var body = RequestBody.Parse(json, type);
        if (body.Failed)
        {
            return body.Problem;
        }

        var request = body.Value;
        if (string.IsNullOrWhiteSpace(request.Model))
        {
            return ApiProblem.BadRequest("'model' must not be empty.", "model");
        }

        var facts = RequestFacts.Of(http);
        (facts.Model, facts.UserId) = (request.Model, request.EndUser);
        facts.Metadata = request.Metadata is { Count: > 0 } metadata ? JsonSerializer.Serialize(metadata, ApiJson.Wire.IReadOnlyDictionaryStringString) : null;
        if (check(request) is { } problem)
        {
            return problem;
        }

        var target = ModelTarget.Choose(http, request, services.Routes, services.Replicas);
        if (target.Failed)
        {
            return target.Problem;
        }

        var work = plan(request, target.Value);
        (facts.Version, facts.Operation) = (target.Value.Route.Version, work.Operation);
        var admitted = await services.Admission.AdmitAsync(http, work);
        return admitted.Failed ? admitted.Problem : new RoutedRequest<T>(request, target.Value, admitted.Value);
    }
}
