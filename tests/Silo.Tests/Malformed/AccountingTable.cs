namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Limits, budgets, prices and upstreams that make no sense; the error names what is wrong.</summary>
internal static class AccountingTable
{
    private const string Limits = "/admin/v1/tenants/default/limits";
    private const string Budgets = "/admin/v1/tenants/default/budgets";
    private const string Prices = "/admin/v1/prices";
    private const string Upstreams = "/admin/v1/upstreams";
    private static readonly string[] NoNumbers = ["-1", "1.5", "1e3", "1e400", "NaN", "\"10\"", "[]", "{}", "true", "9223372036854775807", "9223372036854775808"];
    private static readonly string[] NoMoney = ["-1", "\"-0.01\"", "\"1e3\"", "\"NaN\"", "\"\"", "\" 1\"", "\"1,5\"", "\"0.0000001\"", "1000000000001", "1e400", "true", "[]", "{}", "null"];

    public static IEnumerable<MalformedRequest> Rows { get; } = [.. LimitRows(), .. BudgetRows(), .. PriceRows(), .. UpstreamRows()];

    private static IEnumerable<MalformedRequest> LimitRows() =>
    [
        .. NoNumbers.SelectMany(number => new[]
        {
            Put(Limits, $$$"""{"requests_per_minute":{{{number}}}}""", number == "NaN" ? null : "requests_per_minute"),
            Put(Limits, $$$"""{"tokens_per_minute":{{{number}}}}""", number == "NaN" ? null : "tokens_per_minute"),
            Put(Limits, "{\"models\":{\"m\":{\"concurrent_requests\":" + number + "}}}", number == "NaN" ? null : "models.m.concurrent_requests"),
        }),
        Put(Limits, """{"request_per_minute":10}""", "request_per_minute"),
        Put(Limits, """{"models":{"m":{"x":1}}}""", "models.m.x"),
        Put(Limits, """{"models":{"m":null}}""", "models.m"),
        Put(Limits, """{"models":{"m":{"models":{}}}}""", "models.m"),
        Put(Limits, """{"models":[]}""", "models"),
        Put(Limits, "[]", null),
        Put(Limits, "null", null),
        Put(Limits.Replace("default", "none"), "{}", null, 404),
        Put("/admin/v1/tenants/default/keys/key_none/limits", "{}", null, 404),
    ];

    private static IEnumerable<MalformedRequest> BudgetRows() =>
    [
        .. NoMoney.Select(money => Put(Budgets, $$$"""[{"period":"day","amount":{{{money}}}}]""", "[0].amount")),
        Put(Budgets, """[{"period":"day"}]""", "[0].amount"),
        Put(Budgets, """[{"period":"week","amount":"1"}]""", "[0].period"),
        Put(Budgets, """[{"period":1,"amount":"1"}]""", "[0].period"),
        Put(Budgets, """[{"period":null,"amount":"1"}]""", "[0].period"),
        Put(Budgets, """[null]""", "[0].period"),
        Put(Budgets, """[{"period":"day","amount":"1"},{"period":"day","amount":"2"}]""", "[1].period"),
        Put(Budgets, """[{"period":"day","amount":"1","currency":"XTS"}]""", "[0].currency"),
        Put(Budgets, """[{"period":"day","amount":"1","hart":true}]""", "[0].hart"),
        Put(Budgets, """[{"period":"day","amount":"1","hard":1}]""", "[0].hard"),
        .. new[] { "[0]", "[-1]", "[1.1]", "[1e400]", "[0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1,1]" }
            .Select(shares => Put(Budgets, $$$"""[{"period":"day","amount":"1","alert_at":{{{shares}}}}]""", shares == "[1e400]" ? null : "[0].alert_at")),
        Put(Budgets, """{"period":"day","amount":"1"}""", null),
        Put(Budgets.Replace("default", "none"), "[]", null, 404),
    ];

    private static IEnumerable<MalformedRequest> PriceRows() =>
    [
        .. NoMoney.Where(money => money != "null").SelectMany(money => new[]
        {
            Post(Prices, $$$"""{"model":"m","input":{{{money}}},"output":"1"}""", "input"),
            Post(Prices, $$$"""{"model":"m","input":"1","cached_input":{{{money}}},"output":"1"}""", "cached_input"),
            Post(Prices, $$$"""{"model":"m","input":"1","output":{{{money}}}}""", "output"),
        }),
        Post(Prices, """{"model":"m","input":"1000001","output":"1"}""", "input"),
        Post(Prices, """{"model":"","input":"1","output":"1"}""", "model"),
        Post(Prices, """{"model":null,"input":"1","output":"1"}""", "model"),
        Post(Prices, """{"model":"m","input":"1","output":"1","currency":"XTS"}""", "currency"),
        Post(Prices, """{"model":"m","input":"1","output":"1","valid_from":"tomorrow"}""", "valid_from"),
        Post(Prices, """{"model":"m","input":"1","output":"1","cached":"1"}""", "cached"),
        Post(Prices, """{"model":"m","input":"1"}""", "output"),
        new("price removed without a date", 400, "valid_from") { Method = "DELETE", Path = $"{Prices}/m", Authorization = [MalformedRequest.AdminKey] },
        new("unknown price removed", 404) { Method = "DELETE", Path = $"{Prices}/m?valid_from=2026-01-01T00:00:00Z", Authorization = [MalformedRequest.AdminKey] },
    ];

    private static IEnumerable<MalformedRequest> UpstreamRows() =>
    [
        .. Upstream("name", "\"\"", "\"a b\"", "\"../x\"", "null", "1", $"\"{new string('x', 65)}\""),
        .. Upstream("kind", "\"anthropic\"", "null", "1"),
        .. Upstream("base_url", "\"\"", "\"x\"", "\"/v1\"", "\"file:///etc/passwd\"", "\"ftp://h/v1\"", "\"http://u:p@h/v1\"", "\"http://h/v1?x=1\"", "\"http://h/v1#x\"", "null", "1"),
        .. Upstream("models", "[]", "[\"\"]", "[null]", "[\"a\",\"a\"]", "[\"a\",\"a=b\"]", "[\"a=\"]", "[\"a b\"]", "null", "\"a\"", "{}"),
        .. Upstream("api_key", "\"\"", "\"a b\"", "\"a\\r\\nX-Evil: 1\"", "\"ü\"", "1"),
        .. Upstream("timeout_seconds", "0", "-1", "3601", "1.5", "\"1\"", "1e400"),
        .. Upstream("default_max_tokens", "0", "-1", "10000001", "\"1\""),
        Post(Upstreams, With("\"prices\":{\"other\":{\"input\":\"1\",\"output\":\"1\"}}"), "prices.other"),
        Post(Upstreams, With("\"prices\":{\"m\":null}"), "prices.m"),
        Post(Upstreams, With("\"prices\":{\"m\":{\"input\":\"-1\",\"output\":\"1\"}}"), "prices.m.input"),
        Post(Upstreams, With("\"prices\":{\"m\":{\"input\":\"1\",\"output\":\"1000001\"}}"), "prices.m"),
        Post(Upstreams, With("\"apikey\":\"secret\""), "apikey"),
        Post(Upstreams, "{}", "name"),
        new("unknown upstream", 404) { Method = "GET", Path = $"{Upstreams}/none", Authorization = [MalformedRequest.AdminKey] },
        new("unknown upstream removed", 404) { Method = "DELETE", Path = $"{Upstreams}/none", Authorization = [MalformedRequest.AdminKey] },
    ];

    private static IEnumerable<MalformedRequest> Upstream(string member, params string[] values) => values.Select(value => Post(Upstreams, With($"\"{member}\":{value}"), member) with
    {
        Name = $"POST {Upstreams} {member}={value}",
    });

    // The last one of two with the same name counts.
    private static string With(string member) => $$$"""{"name":"bad","kind":"openai","base_url":"http://127.0.0.1:9/v1","models":["m"],{{{member}}}}""";

    private static MalformedRequest Put(string path, string body, string? param, int status = 400) => Post(path, body, param, status) with { Name = $"PUT {path} {body}", Method = "PUT" };

    private static MalformedRequest Post(string path, string body, string? param, int status = 400) =>
        new($"POST {path} {body}", status, param) { Path = path, Text = body, Authorization = [MalformedRequest.AdminKey] };
}
