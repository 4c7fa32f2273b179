namespace LlmGateway.Silo.Users;

/// <summary>The request that a page is made for. One for each request; ASP.NET's accessor would put it into the flow of every other request too, which costs each of them.</summary>
internal sealed class PageRequest
{
    /// <summary>The request; null on a live connection.</summary>
    public HttpContext? Http { get; private set; }

    /// <summary>Notes the request for what is made in its scope.</summary>
    public static Task NoteAsync(HttpContext http, RequestDelegate next)
    {
        http.RequestServices.GetRequiredService<PageRequest>().Http = http;
        return next(http);
    }
}
