using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LlmGateway.Web.Components.Shared;

/// <summary>Text to be copied as it stands, with the button that does so.</summary>
public sealed partial class CodeBlock(IJSRuntime js, TimeProvider time) : ComponentBase, IAsyncDisposable
{
    /// <summary>How long the outcome of a copy is shown.</summary>
    public static readonly TimeSpan OutcomeShown = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _left = new();
    private IJSObjectReference? _module;
    private string? _outcome;
    private bool _copied;
    private int _copies;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string Code { get; set; } = "";

    /// <summary>What the text is, for those who can't see it: <c>the curl example</c>.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    private async Task CopyAsync()
    {
        int copy = ++_copies;
        var left = _left.Token;
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["_content/LlmGateway.Web/Components/Shared/CodeBlock.razor.js"]);
        _copied = await _module.InvokeAsync<bool>("copy", Code);
        _outcome = _copied ? "Copied" : "The browser refused: select the text and copy it.";
        StateHasChanged();
        try
        {
            await Task.Delay(OutcomeShown, time, left);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (copy == _copies)
        {
            (_outcome, _copied) = (null, false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser left, and its modules with it.
        }
    }
}
