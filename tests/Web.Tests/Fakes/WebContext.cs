using LlmGateway.Web.Components.Pages.Start;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace LlmGateway.Web.Tests.Fakes;

/// <summary>Components with a catalogue, a clock and a browser that the test commands.</summary>
public abstract class WebContext : BunitContext, IAsyncLifetime
{
    protected WebContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddScoped<ServedModelsState>();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IGrainFactory>(new FakeGrainFactory(Catalog));
    }

    private protected FakeModelCatalog Catalog { get; } = new();

    private protected FakeTimeProvider Time { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
}
