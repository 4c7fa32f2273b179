using LlmGateway.Web.Components.Layout;

namespace LlmGateway.Web.Tests.Components.Layout;

public sealed class ThemeSettingsTests
{
    [Theory]
    [InlineData("light", ThemeChoice.Light, false)]
    [InlineData("dark", ThemeChoice.Dark, true)]
    [InlineData("system", ThemeChoice.System, false)]
    [InlineData("system-dark", ThemeChoice.System, true)]
    public void FromCookie_Known_SameAfterARoundTrip(string cookie, ThemeChoice choice, bool dark)
    {
        var theme = ThemeSettings.FromCookie(cookie);

        theme.Choice.ShouldBe(choice);
        theme.IsDark.ShouldBe(dark);
        theme.ToCookie().ShouldBe(cookie);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pink")]
    public void FromCookie_Unknown_System(string? cookie)
        => ThemeSettings.FromCookie(cookie).ShouldBe(new ThemeSettings());

    [Fact]
    public void IsDark_LightChosenOnADarkSystem_Light()
        => new ThemeSettings(ThemeChoice.Light, SystemDark: true).IsDark.ShouldBeFalse();
}
