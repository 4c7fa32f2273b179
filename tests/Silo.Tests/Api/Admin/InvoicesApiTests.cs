using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class InvoicesApiTests(SharedSilo shared)
{
    private const string Evil = "<script>alert('x')</script>&\"";

    [Fact]
    public async Task Get_PastMonth_ToTheMicroWhatTheLedgerSays()
    {
        var (tenant, rows) = await LedgerAsync();

        var invoice = (await shared.Admin.GetAsync($"/admin/v1/invoices/{tenant}/2026-03")).With(200).Json;

        ((long)(decimal.Parse(invoice.Text("total"), System.Globalization.CultureInfo.InvariantCulture) * 1_000_000m)).ShouldBe(rows.Owed("2026-03-01", "2026-04-01"));
        JsonNode.Parse(invoice.ToJsonString().Replace(tenant, "<tenant>", StringComparison.Ordinal))!.ShouldMatch("invoice.json");
    }

    [Fact]
    public async Task Get_ThisMonth_OpenAndEqualToTheLedger()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var now = DateTimeOffset.FromUnixTimeSeconds((await shared.Client.GetAsync("/v1/models")).With(200).Json["data"]![0]!["created"]!.GetValue<long>());
        LedgerRows rows = new(shared.Silo, tenant);
        rows.Add(now.ToString("O"), 7);

        var invoice = (await shared.Admin.GetAsync($"/admin/v1/invoices/{tenant}/{now:yyyy-MM}")).With(200).Json;

        (invoice.Text("status"), invoice.Text("total"), invoice.Text("number")).ShouldBe(("open", "0.000007", $"{tenant}-{now:yyyyMM}"));
    }

    [Fact]
    public async Task Get_Csv_Lines()
    {
        var (tenant, _) = await LedgerAsync();

        var answer = (await shared.Admin.GetAsync($"/admin/v1/invoices/{tenant}/2026-03?format=csv")).With(200);

        answer.Headers["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        answer.Body.ShouldBe(
            "number,tenant,month,status,currency,model,requests,input_tokens,cached_tokens,output_tokens,amount\r\n"
            + $"{tenant}-202603,{tenant},2026-03,final,USD,\"{Evil.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1,100,30,20,0.333333\r\n"
            + $"{tenant}-202603,{tenant},2026-03,final,USD,gateway-tiny,2,200,60,40,12.000001\r\n");
    }

    [Theory]
    [InlineData("", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("?format=html", null, "text/html")]
    [InlineData("?format=json", "text/html", "application/json")]
    [InlineData("", "text/csv", "text/csv")]
    [InlineData("", "text/html;q=0.5,application/json", "application/json")]
    [InlineData("", "image/png", "application/json")]
    [InlineData("", null, "application/json")]
    public async Task Get_Form_AsAskedFor(string query, string? accept, string type)
    {
        var (tenant, _) = await LedgerAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, $"/admin/v1/invoices/{tenant}/2026-03{query}");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        (await shared.Admin.SendAsync(request)).With(200).Headers["Content-Type"].ShouldBe($"{type}; charset=utf-8");
    }

    [Fact]
    public async Task Get_Html_PageThatRunsNothing()
    {
        var (tenant, _) = await LedgerAsync();

        var page = (await shared.Admin.GetAsync($"/admin/v1/invoices/{tenant}/2026-03?format=html")).With(200);

        page.Headers["Content-Security-Policy"].ShouldStartWith("default-src 'none'; style-src 'unsafe-inline'");
        page.Body.ShouldContain($"<title>Invoice {tenant}-202603</title>");
        page.Body.ShouldContain("<th scope=\"row\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;</th>");
        page.Body.ShouldNotContain("<script");
        page.Body.ShouldContain("<html lang=\"en\">");
        page.Body.ShouldContain("<caption>Usage by model</caption>");
        page.Body.ShouldContain("<tfoot>\n<tr><th scope=\"row\">Total</th><td>3</td><td>300</td><td>90</td><td>60</td><td>12.333334</td></tr>");
    }

    [Fact]
    public async Task Get_NothingUsed_NoLines()
    {
        var tenant = await shared.Admin.CreateTenantAsync();

        var invoice = (await shared.Admin.GetAsync($"/admin/v1/invoices/{tenant}/2026-02")).With(200).Json;

        (invoice.Text("total"), invoice["lines"]!.AsArray().Count).ShouldBe(("0", 0));
        (await shared.Admin.GetAsync("/admin/v1/invoices/nobody/2026-02")).With(404);
    }

    [Fact]
    public async Task List_Month_OneForEachTenantByPages()
    {
        var (first, rows) = await LedgerAsync();
        var (second, _) = await LedgerAsync();

        List<JsonNode> all = [];
        for (string? after = null; ;)
        {
            var page = (await shared.Admin.GetAsync($"/admin/v1/invoices?month=2026-03&limit=1{after}")).With(200).Json;
            page["data"]!.AsArray().Count.ShouldBe(1);
            all.Add(page["data"]![0]!);
            if (!page["has_more"]!.GetValue<bool>())
            {
                break;
            }

            after = $"&after={page.Text("last_id")}";
        }

        all.Select(invoice => invoice.Text("tenant")).ShouldBeUnique();
        all.Select(invoice => invoice.Text("tenant")).ShouldContain(second);
        all.Single(invoice => invoice.Text("tenant") == first).Text("total").ShouldBe("12.333334");
        rows.Owed("2026-03-01", "2026-04-01").ShouldBe(12_333_334);
        var one = (await shared.Admin.GetAsync($"/admin/v1/invoices?month=2026-03&tenant={first}")).With(200).Json;
        one["data"]!.AsArray().Single()!["lines"].ShouldBeNull();
        (await shared.Admin.GetAsync($"/admin/v1/invoices?tenant={first}")).With(200).Json["data"]!.AsArray().ShouldBeEmpty("this month");
    }

    private async Task<(string Tenant, LedgerRows Rows)> LedgerAsync()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        LedgerRows rows = new(shared.Silo, tenant);
        rows.Add("2026-02-28T23:59:59.999Z", 1_000_000_000);
        rows.Add("2026-03-01T00:00:00Z", 12_000_000);
        rows.Add("2026-03-31T23:59:59.999Z", 1, operation: "embeddings");
        rows.Add("2026-03-15T12:00:00Z", 333_333, model: Evil);
        rows.Add("2026-04-01T00:00:00Z", 1_000_000_000);
        return (tenant, rows);
    }
}
