using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.OAuth;

/// <summary>The page between a sign-in and the request that asked for it.</summary>
/// <remarks>Browsers hold all redirects after a form against its page's <c>form-action</c>: one to a client's address would be stopped. From this page they go on anew.</remarks>
internal static class ContinuePage
{
    private const string Parameter = "to";

    /// <summary>Where to send a browser after a form, so that it may be sent on to another site.</summary>
    /// <param name="target">A path of ours.</param>
    public static string For(string target) =>
        target.StartsWith("/oauth/", StringComparison.Ordinal) ? $"{OAuthPaths.Continue}?{Parameter}={Uri.EscapeDataString(target)}" : target;

    /// <summary>The page.</summary>
    public static IResult Answer(HttpContext http)
    {
        var target = LocalUrl.Or(http.Request.Query[Parameter]);
        http.Response.Headers["Refresh"] = $"0;url={target}";
        return OAuthPage.Show(http, "You are signed in", $"<p><a href=\"{OAuthPage.Encode(target)}\">Go on to the application</a>, if that does not happen by itself.</p>\n");
    }
}
