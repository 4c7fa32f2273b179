using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace LlmGateway.Web.Tests.Components.Layout;

/// <summary>A page that fails as long as the test wants it to.</summary>
public sealed class BreakablePage : ComponentBase
{
    [Parameter]
    public Func<bool> IsBroken { get; set; } = () => false;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (IsBroken())
        {
            throw new InvalidOperationException("Broken on purpose.");
        }

        builder.AddContent(0, "It works.");
    }
}
