using LlmGateway.Silo.Api.Requests;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>An upstream's own refusal, passed on.</summary>
/// <param name="status">Its status, 4xx.</param>
/// <param name="body">Its body.</param>
/// <param name="retryAfter">When it says to come back.</param>
internal sealed class UpstreamRefusal(int status, byte[] body, string? retryAfter) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        RequestFacts.Of(httpContext).Error = "upstream_refused";
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        if (retryAfter is not null)
        {
            httpContext.Response.Headers.RetryAfter = retryAfter;
        }

        return httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
