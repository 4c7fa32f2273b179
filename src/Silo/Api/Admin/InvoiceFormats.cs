using System.Text;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>The forms in which an invoice can be had.</summary>
internal static class InvoiceFormats
{
    public const string HtmlType = "text/html";

    /// <summary>The form that the address names, or else the one that the client likes best; JSON where it does not care. Null for an unknown name.</summary>
    public static Func<HttpContext, InvoiceView, IResult>? Choose(HttpRequest request, string? format) => format switch
    {
        "json" => Json,
        "csv" => Csv,
        "html" => Html,
        null => Preferred(request),
        _ => null,
    };

    private static Func<HttpContext, InvoiceView, IResult> Preferred(HttpRequest request)
    {
        request.HttpContext.Response.Headers.Vary = "Accept";
        foreach (var type in request.GetTypedHeaders().Accept.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1))
        {
            switch (type.MediaType.Value?.ToLowerInvariant())
            {
                case "application/json" or "application/*" or "*/*":
                    return Json;
                case CsvText.ContentType:
                    return Csv;
                case HtmlType:
                    return Html;
            }
        }

        return Json;
    }

    private static IResult Json(HttpContext http, InvoiceView invoice) => TypedResults.Json(invoice, AdminJson.Default.InvoiceView);

    private static IResult Csv(HttpContext http, InvoiceView invoice)
    {
        CsvText csv = new();
        foreach (var name in (ReadOnlySpan<string>)["number", "tenant", "month", "status", "currency", "model", "requests", "input_tokens", "cached_tokens", "output_tokens", "amount"])
        {
            csv.Add(name);
        }

        csv.End();
        foreach (var line in invoice.Lines!)
        {
            csv.Add(invoice.Number).Add(invoice.Tenant).Add(invoice.Month).Add(invoice.Status).Add(invoice.Currency).Add(line.Model).Add(line.Requests)
                .Add(line.InputTokens).Add(line.CachedTokens).Add(line.OutputTokens).Add(Money.Format(line.Amount)).End();
        }

        return csv.ToResult();
    }

    private static IResult Html(HttpContext http, InvoiceView invoice)
    {
        // The page has one inline style and nothing else that a browser would load or run.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return TypedResults.Text(InvoicePage.Write(invoice), $"{HtmlType}; charset=utf-8", Encoding.UTF8);
    }
}
