using System.Globalization;
using System.Net;
using System.Text;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>An invoice as a page to print: one file without scripts, images or fonts.</summary>
internal static class InvoicePage
{
    private const string Style =
        """
        :root { color-scheme: light; }
        body { font: 11pt/1.5 system-ui, sans-serif; color: #111; background: #fff; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin: 0 0 1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 0 0 2rem; }
        dt { color: #555; }
        dd { margin: 0; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; }
        caption { text-align: left; font-weight: 600; margin-bottom: .5rem; }
        th, td { padding: .35rem .5rem; border-bottom: 1px solid #ccc; text-align: right; font-variant-numeric: tabular-nums; }
        th:first-child { text-align: left; overflow-wrap: anywhere; }
        tbody th { font-weight: normal; }
        tfoot th, tfoot td { font-weight: 600; border-bottom: 0; border-top: 2px solid #111; }
        @page { margin: 2cm; }
        @media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
        """;

    public static string Write(InvoiceView invoice)
    {
        var title = Encode($"Invoice {invoice.Number}");
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<title>").Append(title).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n<h1>").Append(title).Append("</h1>\n<dl>\n");
        foreach (var (term, text) in (ReadOnlySpan<(string, string)>)[
            ("For", invoice.Name == invoice.Tenant ? invoice.Tenant : $"{invoice.Name} ({invoice.Tenant})"),
            ("Month", $"{invoice.Month} (UTC)"),
            ("Status", invoice.Status),
            ("Currency", invoice.Currency)])
        {
            page.Append("<dt>").Append(term).Append("</dt><dd>").Append(Encode(text)).Append("</dd>\n");
        }

        page.Append("</dl>\n<table>\n<caption>Usage by model</caption>\n<thead><tr>");
        foreach (var name in (ReadOnlySpan<string>)["Model", "Requests", "Input tokens", "of them cached", "Output tokens", $"Amount ({invoice.Currency})"])
        {
            page.Append("<th scope=\"col\">").Append(Encode(name)).Append("</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var line in invoice.Lines!)
        {
            Row(page, line.Model, line.Requests, line.InputTokens, line.CachedTokens, line.OutputTokens, line.Amount);
        }

        page.Append("</tbody>\n<tfoot>\n");
        Row(page, "Total", invoice.Requests, invoice.InputTokens, invoice.CachedTokens, invoice.OutputTokens, invoice.Total);
        return page.Append("</tfoot>\n</table>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void Row(StringBuilder page, string name, long requests, long input, long cached, long output, long amount)
    {
        page.Append("<tr><th scope=\"row\">").Append(Encode(name)).Append("</th>");
        foreach (var number in (ReadOnlySpan<long>)[requests, input, cached, output])
        {
            page.Append(CultureInfo.InvariantCulture, $"<td>{number:N0}</td>");
        }

        page.Append("<td>").Append(Money.Format(amount)).Append("</td></tr>\n");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
