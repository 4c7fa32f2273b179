using LlmGateway.Silo.Api.Requests;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>The stored answer once more, byte for byte.</summary>
/// <param name="row">What was stored.</param>
/// <param name="body">Its body, opened.</param>
internal sealed class ReplayedAnswer(StoredAnswerRow row, byte[] body) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = row.Status!.Value;
        response.ContentType = row.ContentType;
        response.ContentLength = body.Length;
        response.Headers["idempotent-replayed"] = "true";
        if (row.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) is true)
        {
            response.Headers.CacheControl = "no-cache";
            RequestFacts.Of(httpContext).Stream = true;
        }

        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
