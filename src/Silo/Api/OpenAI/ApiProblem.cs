using System.Globalization;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Scim;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>An error answer: status, error, and when to come back. Directories get it in SCIM's shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="error">The body.</param>
/// <param name="retryAfter">Whole seconds, at least 1; null where a repeat is pointless.</param>
internal sealed class ApiProblem(int status, ApiError error, int? retryAfter = null) : IResult
{
    public int Status { get; } = status;

    public ApiError Error { get; } = error;

    /// <summary>What clients that repeat by themselves are told; null leaves it to them.</summary>
    public bool? ShouldRetry { get; init; }

    public static ApiProblem BadRequest(string message, string? param = null, string? code = null) => new(400, new ApiError(message, "invalid_request_error", param, code));

    public static ApiProblem Unauthorized(string message) => new(401, new ApiError(message, "invalid_request_error", null, "invalid_api_key"));

    public static ApiProblem Forbidden(string message, string? param, string code) => new(403, new ApiError(message, "permission_error", param, code));

    public static ApiProblem NotFound(string message, string? param = null, string code = "not_found") => new(404, new ApiError(message, "invalid_request_error", param, code));

    public static ApiProblem ModelNotFound(string model) =>
        NotFound($"The model '{model}' does not exist or you do not have access to it. GET /v1/models lists those that you can use.", "model", "model_not_found");

    public static ApiProblem NoHealthyReplica(string model) => new(
        503, new ApiError($"No replica of '{model}' can answer at the moment. Try again shortly.", "server_error", null, "no_healthy_replica"), retryAfter: 1);

    /// <summary>The answer to a replica's refusal or failure.</summary>
    public static ApiProblem From(ReplicaError error, string? param) => error.Code switch
    {
        ReplicaErrorCode.InvalidRequest => BadRequest(error.Message, param),
        ReplicaErrorCode.ContextLengthExceeded => BadRequest(error.Message, param, "context_length_exceeded"),
        ReplicaErrorCode.Overloaded => new ApiProblem(503, new ApiError(error.Message, "server_error", null, "overloaded"), retryAfter: 1),
        ReplicaErrorCode.Unavailable => new ApiProblem(503, new ApiError(error.Message, "server_error", null, "replica_lost"), retryAfter: 1),
        ReplicaErrorCode.KeyRevoked => Unauthorized(error.Message),
        _ => new ApiProblem(500, new ApiError("The model failed to compute an answer. The failure was logged.", "server_error", null, null)),
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (retryAfter is { } seconds)
        {
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            httpContext.Response.Headers["retry-after-ms"] = (seconds * 1000).ToString(CultureInfo.InvariantCulture);
        }

        if (ShouldRetry is { } retry)
        {
            httpContext.Response.Headers["x-should-retry"] = retry ? "true" : "false";
        }

        RequestFacts.Of(httpContext).Error = Error.Code ?? Error.Type;
        return ScimProblem.Speaks(httpContext)
            ? new ScimProblem(Status, null, Error.Message).ExecuteAsync(httpContext)
            : httpContext.Response.WriteAsJsonAsync(new ApiErrorBody(Error), ApiJson.Wire.ApiErrorBody, cancellationToken: httpContext.RequestAborted);
    }
}
