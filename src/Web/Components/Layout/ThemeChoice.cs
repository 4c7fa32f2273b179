namespace LlmGateway.Web.Components.Layout;

/// <summary>What a user wants the pages to look like.</summary>
public enum ThemeChoice
{
    /// <summary>As the operating system says.</summary>
    System = 0,

    /// <summary>Dark on light.</summary>
    Light = 1,

    /// <summary>Light on dark.</summary>
    Dark = 2,
}
