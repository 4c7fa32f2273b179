using LlmGateway.Silo.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.OAuth;

/// <summary>Prepares requests to the OAuth endpoints: their bodies are short forms, which strangers may send, and their address is the public one behind a proxy too.</summary>
internal sealed class OAuthRequests(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private const int MaxBytes = 64 * 1024;

    private readonly Uri? _address = options.Value.PublicUrl is { } url ? new Uri(url) : null;

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments("/oauth", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase))
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = MaxBytes;
            }

            if (_address is not null)
            {
                (http.Request.Scheme, http.Request.Host) = (_address.Scheme, new HostString(_address.Authority));
            }
        }

        return next(http);
    }
}
