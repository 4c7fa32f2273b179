using LlmGateway.Silo.Auth;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Antiforgery;
using static LlmGateway.Silo.OAuth.OAuthPage;

namespace LlmGateway.Silo.OAuth;

/// <summary>The pages where a user enters a device's code and confirms it.</summary>
internal static class DevicePage
{
    /// <summary>Asks for the code.</summary>
    public static IResult Ask(HttpContext http, IAntiforgery antiforgery, string? error, int status = StatusCodes.Status200OK) => Show(
        http,
        "Connect a device",
        ErrorText(error) + ConsentPage.Open(http, antiforgery, OAuthPaths.Verify)
        + "<p><label for=\"user_code\">Code that your device shows</label>\n"
        + $"<input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"64\" required autofocus{(error is null ? "" : " aria-describedby=\"error\" aria-invalid=\"true\"")}></p>\n"
        + "<p class=\"buttons\"><button class=\"primary\">Continue</button></p>\n</form>\n",
        status);

    /// <summary>Asks whether the device may act for the user.</summary>
    public static IResult Confirm(HttpContext http, IAntiforgery antiforgery, OAuthApplicationRow client, string code, IEnumerable<string> scopes, string? tenant, string? error)
    {
        var field = client.TenantId is null
            ? $"<p><label for=\"tenant\">Tenant (optional)</label>\n<input id=\"tenant\" name=\"{GatewayClaims.Tenant}\" value=\"{Encode(tenant)}\" autocomplete=\"off\" spellcheck=\"false\" maxlength=\"63\"></p>\n"
            : "";
        return Show(
            http,
            "Connect this device?",
            ErrorText(error) + ConsentPage.Facts(client, client.TenantId, scopes)
            + $"<p>Go on only if you started this yourself and your device shows the code <strong class=\"code\">{Encode(code)}</strong>.</p>\n"
            + ConsentPage.Open(http, antiforgery, OAuthPaths.Verify) + ConsentPage.Hidden("user_code", code) + field + ConsentPage.Buttons("Allow", "Deny"));
    }

    private static string ErrorText(string? error) => error is null ? "" : $"<p id=\"error\" class=\"error\" role=\"alert\">{Encode(error)}</p>\n";
}
