using LlmGateway.Web.Components.Shared;
using LlmGateway.Web.Tests.Fakes;

namespace LlmGateway.Web.Tests.Components.Shared;

public sealed class CodeBlockTests : WebContext
{
    private const string Module = "./_content/LlmGateway.Web/Components/Shared/CodeBlock.razor.js";

    [Fact]
    public void Copy_Allowed_SaysCopiedAndForgetsIt()
    {
        var module = JSInterop.SetupModule(Module);
        module.Setup<bool>("copy", "echo hello").SetResult(true);
        var block = RenderBlock();

        block.Find("button[aria-label='Copy the example']").Click();

        block.WaitForAssertion(() => block.Find("[aria-live=polite]").TextContent.ShouldBe("Copied"));
        Time.Advance(CodeBlock.OutcomeShown);
        block.WaitForAssertion(() => block.Find("[aria-live=polite]").TextContent.ShouldBeEmpty());
        module.VerifyInvoke("copy");
    }

    [Fact]
    public void Copy_Refused_SaysWhatToDo()
    {
        JSInterop.SetupModule(Module).Setup<bool>("copy", "echo hello").SetResult(false);
        var block = RenderBlock();

        block.Find("button").Click();

        block.WaitForAssertion(() => block.Find("[aria-live=polite]").TextContent.ShouldContain("select the text"));
    }

    [Fact]
    public void Render_Markup_ShownAsText()
    {
        var block = Render<CodeBlock>(parameters => parameters.Add(p => p.Code, "<b>&</b>").Add(p => p.Label, "the example"));

        block.Find("code").TextContent.ShouldBe("<b>&</b>");
        block.FindAll("b").ShouldBeEmpty();
    }

    private IRenderedComponent<CodeBlock> RenderBlock()
        => Render<CodeBlock>(parameters => parameters.Add(p => p.Code, "echo hello").Add(p => p.Label, "the example"));
}
