namespace LlmGateway.Silo.Users;

/// <summary>The theme where the pages look for it; browsers may set it as well.</summary>
internal static class ThemeCookie
{
    private const string Name = "llmgw-theme"; // As the dashboard's layout calls it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static void Set(HttpContext http, string? theme)
    {
        if (theme is "light" or "dark" || (theme == "system" && http.Request.Cookies[Name] is "light" or "dark"))
        {
            http.Response.Cookies.Append(Name, theme, new CookieOptions { SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = Lifetime, IsEssential = true });
        }
    }
}
