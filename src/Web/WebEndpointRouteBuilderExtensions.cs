using LlmGateway.Web.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LlmGateway.Web;

/// <summary>Mounts the dashboard.</summary>
public static class WebEndpointRouteBuilderExtensions
{
    /// <summary>Maps the pages, their live connection (<c>/_blazor</c>) and their static assets.</summary>
    /// <returns>Adds conventions, such as authorization, to the pages; static assets stay open.</returns>
    /// <remarks>
    /// Call <see cref="WebServiceCollectionExtensions.AddWeb"/> before the host is built. Beyond it, the host
    /// <list type="bullet">
    /// <item>sets <c>RequiresAspNetWebAssets</c> to true in its project file: without a Razor file of its own it would not carry <c>_framework/blazor.web.js</c>, and the page would be a still picture;</item>
    /// <item>calls <c>UseAntiforgery()</c>, after authentication and authorization where it has them;</item>
    /// <item>calls <c>WebHost.UseStaticWebAssets()</c> where it may run from its build output outside Development; published output needs its content root to be the program's folder, where <c>wwwroot</c> lies;</item>
    /// <item>keeps its data protection keys over restarts and shares them between silos: a page that one silo rendered may connect to another;</item>
    /// <item>lets a reverse proxy pass WebSockets, keep a browser on one silo, and uses its forwarded headers, so that the examples show the public address.</item>
    /// </list>
    /// The static assets are found by the manifest of the application, <c>{ApplicationName}.staticwebassets.endpoints.json</c> beside the program.
    /// The strictest policy that the pages work under is <c>default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;
    /// object-src 'none'; base-uri 'self'</c>: scripts are files of ours, the theme's variables are an inline style.
    /// </remarks>
    public static IEndpointConventionBuilder MapWeb(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets();
        return endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
