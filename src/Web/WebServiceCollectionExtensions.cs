using LlmGateway.Web.Components.Pages.Start;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace LlmGateway.Web;

/// <summary>Registers the dashboard.</summary>
public static class WebServiceCollectionExtensions
{
    /// <summary>Adds what the pages need: Razor components with interactive server rendering, MudBlazor, and the pages' own state.</summary>
    /// <remarks>
    /// The host brings an <see cref="IGrainFactory"/>, as any silo or Orleans client registers it, and logging. A
    /// <see cref="TimeProvider"/> is added unless there is one. Browsers that ask for a page which nothing serves see the
    /// dashboard's own 404 page; answers that have a body, such as the API's errors, are left alone.
    /// </remarks>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<ServedModelsState>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, NotFoundStartupFilter>());
        return services;
    }
}
