using LlmGateway.Grains.Models;
using LlmGateway.Web.Components.Pages.Start;
using LlmGateway.Web.Tests.Fakes;

namespace LlmGateway.Web.Tests.Components.Pages.Start;

public sealed class StartPageTests : WebContext
{
    [Fact]
    public void Render_NoAnswerYet_Loading()
    {
        Catalog.Answer = () => new TaskCompletionSource<RouteTable>().Task;

        var page = Render<StartPage>();

        page.Find("[aria-busy=true]");
        page.Find("[role=status]").TextContent.ShouldBe("Loading…");
    }

    [Fact]
    public void Render_NoModel_SaysHowToServeOne()
    {
        var page = Render<StartPage>();

        page.Find(".empty").TextContent.ShouldContain("--model path.gguf");
        page.Find("[role=status]").TextContent.ShouldBe("No model is served.");
    }

    [Fact]
    public void Render_ReadyModel_AllItsFacts()
    {
        Catalog.Serve(Routes.Model("tiny", Routes.Ready("NVIDIA H100"), Routes.Loading()));

        var page = Render<StartPage>();

        string text = page.Find(".model").TextContent;
        foreach (string fact in (string[])["tiny", "Ready", "1 of 2 replicas", "v1", "8,192 tokens", "16 sequences", "NVIDIA H100", "3.5 GiB", "3 GiB weights", "512 MiB cache"])
        {
            text.ShouldContain(fact);
        }
    }

    [Fact]
    public void Render_FailedModel_SaysWhy()
    {
        Catalog.Serve(Routes.Model("big", Routes.Failed("needs 80 GiB, 24 GiB are free")));

        var page = Render<StartPage>();

        page.Find(".model").TextContent.ShouldContain("Failed");
        page.Find(".reason").TextContent.ShouldBe("needs 80 GiB, 24 GiB are free");
        page.Find("[role=status]").TextContent.ShouldBe("0 of 1 ready");
    }

    [Fact]
    public void Render_Unreachable_AlertUntilAnAnswerComes()
    {
        Catalog.Fail();
        var page = Render<StartPage>();
        page.Find(".mud-alert").TextContent.ShouldContain("does not answer");

        Catalog.Serve(Routes.Model("tiny", Routes.Ready()));
        Time.Advance(ServedModelsState.RefreshInterval);

        page.WaitForAssertion(() => page.FindAll(".mud-alert").ShouldBeEmpty());
        page.Find(".model").TextContent.ShouldContain("tiny");
    }

    [Fact]
    public void Poll_ModelBecomesReady_Shown()
    {
        Catalog.Serve(Routes.Model("tiny", Routes.Loading()));
        var page = Render<StartPage>();
        page.Find(".model").TextContent.ShouldContain("Loading");

        Catalog.Serve(Routes.Model("tiny", Routes.Ready()));
        Time.Advance(ServedModelsState.RefreshInterval);

        page.WaitForAssertion(() => page.Find(".model").TextContent.ShouldContain("Ready"));
    }

    [Fact]
    public void Poll_SiloLost_LastAnswerStaysWithItsTime()
    {
        Catalog.Serve(Routes.Model("tiny", Routes.Ready()));
        var page = Render<StartPage>();

        Catalog.Fail();
        Time.Advance(ServedModelsState.RefreshInterval);

        page.WaitForAssertion(() => page.Find(".mud-alert time").TextContent.ShouldEndWith("UTC"));
        page.Find(".model").TextContent.ShouldContain("tiny");
    }

    [Fact]
    public async Task Dispose_PageLeft_AsksNoMore()
    {
        Render<StartPage>();
        await DisposeComponentsAsync();
        int asked = Catalog.Questions;

        Time.Advance(ServedModelsState.RefreshInterval * 3);

        Catalog.Questions.ShouldBe(asked);
    }

    [Fact]
    public void FirstRequest_SeveralModels_AsksTheFirstReadyOneHere()
    {
        Catalog.Serve(Routes.Model("a", Routes.Loading()), Routes.Model("b", Routes.Ready()), Routes.Model("c", Routes.Ready()));

        var page = Render<StartPage>();

        string code = page.Find(".code-block code").TextContent;
        code.ShouldContain("\"model\": \"b\"");
        code.ShouldContain("http://localhost/v1/chat/completions");
    }

    [Theory]
    [InlineData("Python", "from openai import OpenAI")]
    [InlineData("TypeScript", "import OpenAI from \"openai\"")]
    [InlineData("C#", "using OpenAI.Chat;")]
    public void FirstRequest_OtherTab_ItsCodeAndCopyButton(string language, string expected)
    {
        Catalog.Serve(Routes.Model("tiny", Routes.Ready()));
        var page = Render<StartPage>();

        page.FindAll("[role=tab]").Single(tab => tab.TextContent.Trim() == language).Click();

        string code = page.Find(".code-block code").TextContent;
        code.ShouldContain(expected);
        code.ShouldContain("\"tiny\"");
        code.ShouldContain("http://localhost/v1");
        page.Find($"button[aria-label='Copy the {language} example']");
    }

    [Fact]
    public void Links_ReferenceHealthMetrics()
        => Render<StartPage>().FindAll("nav a").Select(link => link.GetAttribute("href")).ShouldBe(["/docs", "/health/ready", "/metrics"]);
}
