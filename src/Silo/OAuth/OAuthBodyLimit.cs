using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.OAuth;

/// <summary>Bodies of the OAuth endpoints are short forms, and strangers may send them.</summary>
internal sealed class OAuthBodyLimit(RequestDelegate next)
{
    private const int MaxBytes = 64 * 1024;

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/oauth", StringComparison.OrdinalIgnoreCase)
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        return next(http);
    }
}
