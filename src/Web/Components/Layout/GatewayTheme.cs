using MudBlazor;

namespace LlmGateway.Web.Components.Layout;

/// <summary>Colours and type of the dashboard; fonts are the system's own, nothing is loaded from elsewhere.</summary>
internal static class GatewayTheme
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme; its text colours have a contrast of at least 4.5 : 1 on their surfaces.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3f51b5",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c2024",
            TextPrimary = "#1c2024",
            TextSecondary = "#5b6470",
            LinesDefault = "#dfe3e8",
            Divider = "#dfe3e8",
            Success = "#1b7f3b",
            Warning = "#8f5a00",
            Error = "#c62828",
            Info = "#1d5fb8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9fa8ff",
            PrimaryContrastText = "#14161a",
            Background = "#14161a",
            Surface = "#1d2026",
            AppbarBackground = "#1d2026",
            AppbarText = "#e8eaed",
            TextPrimary = "#e8eaed",
            TextSecondary = "#a6adb8",
            LinesDefault = "#343941",
            Divider = "#343941",
            Success = "#63cf86",
            Warning = "#f0b95c",
            Error = "#ff8a80",
            Info = "#7ab4ff",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.75rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "0" },
            H3 = new H3Typography { FontFamily = Fonts, FontSize = "1.05rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
