using LlmGateway.Web.Components.Layout;
using LlmGateway.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Web.Tests.Components.Layout;

public sealed class MainLayoutTests : WebContext
{
    [Fact]
    public void Render_AnyPage_SkipLinkLeadsToMain()
    {
        var layout = RenderLayout(builder => builder.AddContent(0, "page"));

        layout.Find("a.skip-link").GetAttribute("href").ShouldBe("#content");
        layout.Find("main#content").TextContent.ShouldContain("page");
        layout.FindAll("header").Count.ShouldBe(1);
    }

    [Fact]
    public void Render_PageBelow_SkipLinkStaysOnIt()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("keys/7?tab=limits#old");

        var layout = RenderLayout(builder => builder.AddContent(0, "page"));

        layout.Find("a.skip-link").GetAttribute("href").ShouldBe("keys/7?tab=limits#content");
    }

    [Fact]
    public void Render_PageThrows_SaysSoAndRecovers()
    {
        bool broken = true;
        var layout = RenderLayout(builder =>
        {
            builder.OpenComponent<BreakablePage>(0);
            builder.AddComponentParameter(1, nameof(BreakablePage.IsBroken), () => broken);
            builder.CloseComponent();
        });
        layout.Find("main").TextContent.ShouldContain("This page failed");

        broken = false;
        layout.Find("main button").Click();

        layout.Find("main").TextContent.ShouldContain("It works.");
    }

    [Fact]
    public void ThemeChosen_KeptInTheBrowser()
    {
        var module = JSInterop.SetupModule("./_content/LlmGateway.Web/Components/Layout/MainLayout.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        var layout = RenderLayout(builder => builder.AddContent(0, "page"));

        layout.InvokeAsync(() => layout.FindComponent<ThemeSwitch>().Instance.ChoiceChanged.InvokeAsync(ThemeChoice.Dark));

        layout.WaitForAssertion(() => module.Invocations["remember"][^1].Arguments.ShouldBe([ThemeSettings.CookieName, "dark", true]));
    }

    private IRenderedComponent<MainLayout> RenderLayout(RenderFragment body)
        => Render<MainLayout>(parameters => parameters.Add(p => p.Body, body).AddCascadingValue(new ThemeSettings()));
}
