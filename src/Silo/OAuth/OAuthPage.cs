using System.Net;
using System.Text;
using OpenIddict.Abstractions;

namespace LlmGateway.Silo.OAuth;

/// <summary>A page of the server: one heading, no scripts, the dashboard's colours.</summary>
internal static class OAuthPage
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>A page with HTML of ours.</summary>
    /// <param name="http">The request.</param>
    /// <param name="title">The heading, as text.</param>
    /// <param name="body">HTML; whatever came from elsewhere is encoded.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="formTarget">An origin that the answer to the page's form may lead to, as browsers hold redirects against <c>form-action</c> too.</param>
    public static IResult Show(HttpContext http, string title, string body, int status = StatusCodes.Status200OK, string? formTarget = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = formTarget is null ? Policy : $"{Policy} {formTarget}";
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
            .Append(Encode(title)).Append(" - LlmGateway</title>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"/_content/LlmGateway.Web/favicon.svg\">\n")
            .Append("<link rel=\"stylesheet\" href=\"/_content/LlmGateway.Web/oauth.css\">\n</head>\n<body>\n<main>\n<p class=\"brand\">LlmGateway</p>\n<h1>")
            .Append(Encode(title)).Append("</h1>\n").Append(body).Append("</main>\n</body>\n</html>\n");
        return TypedResults.Content(page.ToString(), "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    /// <summary>A page that says one thing.</summary>
    public static IResult Message(HttpContext http, string title, string text, int status = StatusCodes.Status200OK) => Show(http, title, $"<p>{Encode(text)}</p>\n", status);

    /// <summary>What is wrong with a request that nobody can be sent back for.</summary>
    public static IResult Error(HttpContext http, OpenIddictResponse response) =>
        Message(http, "This request can't be answered", $"{response.ErrorDescription ?? response.Error} Go back to the application and try again, or tell its makers.", StatusCodes.Status400BadRequest);

    public static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");
}
