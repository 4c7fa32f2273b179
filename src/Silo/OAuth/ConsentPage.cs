using System.Text;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Antiforgery;
using OpenIddict.Abstractions;
using static LlmGateway.Silo.OAuth.OAuthPage;

namespace LlmGateway.Silo.OAuth;

/// <summary>The page that asks whether a client may act for the user.</summary>
internal static class ConsentPage
{
    /// <param name="http">The request.</param>
    /// <param name="antiforgery">Marks the form as ours.</param>
    /// <param name="client">Who wants to act.</param>
    /// <param name="tenant">Where; null for no tenant.</param>
    /// <param name="request">What it asked for, which the form sends again.</param>
    public static IResult Show(HttpContext http, IAntiforgery antiforgery, OAuthApplicationRow client, string? tenant, OpenIddictRequest request)
    {
        var redirect = new Uri(request.RedirectUri!);
        var body = new StringBuilder()
            .Append(Facts(client, tenant, request.GetScopes()))
            .Append("<p class=\"quiet\">You will be sent to <strong>").Append(Encode(redirect.GetLeftPart(UriPartial.Authority))).Append("</strong>.</p>\n")
            .Append(Form(http, antiforgery, OAuthPaths.Authorize, request, "Allow", "Deny"));
        return OAuthPage.Show(http, "Allow access?", body.ToString(), formTarget: OriginOf(redirect));
    }

    /// <summary>The page that asks whether to sign out.</summary>
    public static IResult AskToSignOut(HttpContext http, IAntiforgery antiforgery, OpenIddictRequest request) => OAuthPage.Show(
        http, "Sign out?", "<p>An application asks to sign you out of the gateway.</p>\n" + Form(http, antiforgery, OAuthPaths.Logout, request, "Sign out", "Stay signed in"));

    /// <summary>Who wants what, and where.</summary>
    public static string Facts(OAuthApplicationRow client, string? tenant, IEnumerable<string> scopes)
    {
        var facts = new StringBuilder("<p><strong>").Append(Encode(client.DisplayName)).Append("</strong> (").Append(Encode(client.Id)).Append(") asks to act for you")
            .Append(tenant is null ? "" : $" in the tenant <strong>{Encode(tenant)}</strong>").Append(". It wants to:</p>\n<ul>\n");
        foreach (var scope in scopes)
        {
            facts.Append("<li>").Append(Encode(GatewayScopes.Describe(scope))).Append("</li>\n");
        }

        return facts.Append("</ul>\n").ToString();
    }

    /// <summary>The start of a form that only our own page can send.</summary>
    public static string Open(HttpContext http, IAntiforgery antiforgery, string path)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return $"<form method=\"post\" action=\"{path}\">\n{Hidden(tokens.FormFieldName, tokens.RequestToken)}";
    }

    public static string Hidden(string name, string? value) => $"<input type=\"hidden\" name=\"{Encode(name)}\" value=\"{Encode(value)}\">\n";

    /// <summary>The end of a form with both buttons.</summary>
    public static string Buttons(string allow, string deny) =>
        $"<p class=\"buttons\"><button name=\"{Decision.Field}\" value=\"{Decision.Allow}\" class=\"primary\">{allow}</button>\n<button name=\"{Decision.Field}\" value=\"{Decision.Deny}\">{deny}</button></p>\n</form>\n";

    private static string Form(HttpContext http, IAntiforgery antiforgery, string path, OpenIddictRequest request, string allow, string deny)
    {
        var form = new StringBuilder(Open(http, antiforgery, path));
        foreach (var (name, value) in request.GetParameters())
        {
            if (name != Decision.Field && name[0] != '_' && (string?)value is { } text)
            {
                form.Append(Hidden(name, text));
            }
        }

        return form.Append(Buttons(allow, deny)).ToString();
    }

    // A policy can't name an IPv6 address.
    private static string OriginOf(Uri redirect) => redirect.HostNameType == UriHostNameType.IPv6 ? $"{redirect.Scheme}:" : redirect.GetLeftPart(UriPartial.Authority);
}
