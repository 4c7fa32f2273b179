using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.OAuth;

namespace LlmGateway.Silo.Hosting;

/// <summary>What every request gets: an id, a clock, security headers, and, from an API, an error body in OpenAI's shape where something else fails.</summary>
internal sealed partial class RequestMiddleware(RequestDelegate next, ILogger<RequestMiddleware> logger)
{
    private static readonly string[] ApiPaths =
    [
        "/v1", "/admin", "/scim", "/health", "/openapi", "/.well-known",
        OAuthPaths.Token, OAuthPaths.Device, OAuthPaths.Introspect, OAuthPaths.Revoke, OAuthPaths.UserInfo,
    ];

    public async Task InvokeAsync(HttpContext http)
    {
        RequestClock.Start(http);
        var id = RequestId.New();
        var api = IsApi(http);
        http.TraceIdentifier = id;
        http.Response.Headers["x-request-id"] = id;
        SecurityHeaders.Set(http, api);
        try
        {
            await next(http);
            if (!http.Response.HasStarted && api && ErrorFor(http) is { } problem)
            {
                await problem.ExecuteAsync(http);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads an answer.
            RequestFacts.Of(http).ClientLeft = true;
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await new ApiProblem(e.StatusCode, new ApiError(e.Message, "invalid_request_error", null, null)).ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && api)
        {
            LogFailure(http.Request.Method, http.Request.Path, id, e);
            http.Response.Clear();
            http.Response.Headers["x-request-id"] = id;
            SecurityHeaders.Set(http, api);
            await (BrokenDependency.Explain(e) ?? Failed(id)).ExecuteAsync(http);
        }
    }

    private static ApiProblem Failed(string id) => new(500, new ApiError($"The gateway failed. Report the request id {id}.", "server_error", null, null));

    private static bool IsApi(HttpContext http)
    {
        foreach (var path in ApiPaths)
        {
            if (http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // Routing sets a status without a body where no endpoint fits.
    private static ApiProblem? ErrorFor(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiProblem.NotFound($"Unknown request URL: {http.Request.Method} {http.Request.Path}. See /docs for what there is."),
        StatusCodes.Status405MethodNotAllowed => new ApiProblem(
            405, new ApiError($"{http.Request.Method} is not allowed for {http.Request.Path}.", "invalid_request_error", null, "method_not_allowed")),
        StatusCodes.Status415UnsupportedMediaType => new ApiProblem(
            415, new ApiError("The body must be JSON: send 'Content-Type: application/json'.", "invalid_request_error", null, "unsupported_media_type")),
        StatusCodes.Status400BadRequest => ApiProblem.BadRequest("The request can't be read."),
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed ({RequestId})")]
    private partial void LogFailure(string method, string path, string requestId, Exception exception);
}
