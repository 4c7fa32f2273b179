namespace LlmGateway.Web.Components.Layout;

/// <summary>The theme as the browser remembers it in a cookie, so that the first picture already has it.</summary>
/// <param name="Choice">What the user wants.</param>
/// <param name="SystemDark">Whether the operating system was dark when last asked.</param>
public sealed record ThemeSettings(ThemeChoice Choice = ThemeChoice.System, bool SystemDark = false)
{
    /// <summary>Name of the cookie.</summary>
    public const string CookieName = "llmgw-theme";

    /// <summary>Whether to paint light on dark.</summary>
    public bool IsDark => Choice == ThemeChoice.Dark || (Choice == ThemeChoice.System && SystemDark);

    /// <summary>The cookie's value: <c>light</c>, <c>dark</c>, <c>system</c> or <c>system-dark</c>.</summary>
    public string ToCookie() => Choice switch
    {
        ThemeChoice.Light => "light",
        ThemeChoice.Dark => "dark",
        _ => SystemDark ? "system-dark" : "system",
    };

    /// <summary>Reads the cookie's value; anything unknown means the system's theme.</summary>
    public static ThemeSettings FromCookie(string? value) => value switch
    {
        "light" => new(ThemeChoice.Light),
        "dark" => new(ThemeChoice.Dark),
        "system-dark" => new(ThemeChoice.System, SystemDark: true),
        _ => new(),
    };
}
