using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LlmGateway.Web;

/// <summary>Answers a browser's request for a page that does not exist with the dashboard's 404 page; the status stays 404.</summary>
internal sealed class NotFoundStartupFilter : IStartupFilter
{
    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(WantsPage, page =>
        {
            page.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
            page.Use(KeepOtherErrorsAsync);
        });
        next(app);
    };

    private static bool WantsPage(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Only 404 becomes a page: every other error without a body stays as it is.</summary>
    private static async Task KeepOtherErrorsAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status404NotFound
            && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }
}
