using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace LlmGateway.Web.Components.Layout;

/// <summary>The frame of every page: app bar, theme, content, and what is shown when a page breaks.</summary>
public sealed partial class MainLayout(NavigationManager navigation, IJSRuntime js) : LayoutComponentBase, IAsyncDisposable
{
    private MudThemeProvider? _provider;
    private ErrorBoundary? _boundary;
    private IJSObjectReference? _module;
    private ThemeSettings _theme = new();

    [CascadingParameter]
    private ThemeSettings? Remembered { get; set; }

    [CascadingParameter(Name = "IsStatic")]
    private bool IsStatic { get; set; }

    /// <summary>The page's own address: a bare fragment would lead to the base address.</summary>
    private string SkipTarget => navigation.ToBaseRelativePath(navigation.Uri).Split('#')[0] + "#content";

    /// <inheritdoc />
    protected override void OnInitialized() => _theme = Remembered ?? _theme;

    /// <summary>A new page is not to suffer from the old one's error.</summary>
    protected override void OnParametersSet() => Recover();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _provider is null)
        {
            return;
        }

        _module = await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["_content/LlmGateway.Web/Components/Layout/MainLayout.razor.js"]);
        await UseAsync(_theme with { SystemDark = await _provider.GetSystemDarkModeAsync() });
        await _provider.WatchSystemDarkModeAsync(dark => UseAsync(_theme with { SystemDark = dark }));
    }

    private void Recover() => _boundary?.Recover();

    private Task ChooseThemeAsync(ThemeChoice choice) => UseAsync(_theme with { Choice = choice });

    private async Task UseAsync(ThemeSettings theme)
    {
        _theme = theme;
        await InvokeAsync(StateHasChanged);
        if (_module is not null)
        {
            await _module.InvokeVoidAsync("remember", ThemeSettings.CookieName, theme.ToCookie(), theme.IsDark);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
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
