using Microsoft.Extensions.Primitives;

namespace LlmGateway.Silo.Hosting;

/// <summary>Headers that keep browsers from misusing an answer. Set before anything else, so that an endpoint can say otherwise.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues OneYear = "max-age=31536000";

    // Nothing in an API's answer is a page.
    private static readonly StringValues ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    // Scripts are files of ours; the theme's variables are an inline style.
    private static readonly StringValues PagePolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    // The reference pages start with a script of their own; nothing on them comes from users.
    private static readonly StringValues DocsPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <param name="http">The request, before it is handled.</param>
    /// <param name="api">Whether an API answers it.</param>
    public static void Set(HttpContext http, bool api)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers.XFrameOptions = Deny;
        if (api)
        {
            headers.ContentSecurityPolicy = ApiPolicy;
            headers.CacheControl = NoStore;
        }
        else
        {
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase) ? DocsPolicy : PagePolicy;
        }

        if (http.Request.IsHttps && !IsThisMachine(http.Request.Host.Host))
        {
            headers.StrictTransportSecurity = OneYear;
        }
    }

    // A browser that learned it for localhost would refuse everybody's http servers there.
    private static bool IsThisMachine(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
