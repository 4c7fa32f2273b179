namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Wrong questions about usage, costs and invoices.</summary>
internal static class UsageTable
{
    private const string Usage = "/admin/v1/usage";
    private const string Invoices = "/admin/v1/invoices";
    private const string Completions = "/v1/organization/usage/completions";
    private const string Costs = "/v1/organization/costs";

    public static IEnumerable<MalformedRequest> Rows { get; } = [.. Sums(), .. Bills(), .. Organization()];

    private static IEnumerable<MalformedRequest> Sums() =>
    [
        .. Admin(Usage, "group_by", "group_by=user", "group_by=", "group_by=hour,day", "group_by=tenant,", "group_by=TENANT", "group_by=minute", "group_by=tenant;drop", "group_by=model&group_by=x"),
        .. Admin(Usage, "from", "from=yesterday", "from=2026-01-01", "from=", "from=1767225600", "from=2026-13-01T00:00:00Z", "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z"),
        .. Admin(Usage, "to", "to=now", "to=2026-01-01T00:00:00", "to=%00"),
        .. Admin(Usage, "limit", "limit=0", "limit=-1", "limit=10001", "limit=x", "limit=", "limit=1e3"),
        .. Admin(Usage, "after", "group_by=day&after=x", "group_by=day&after=%F0%9F%90%88", "group_by=tenant&after=W10", "group_by=day&after=WyJhIl0", $"group_by=day&after={new string('x', 5000)}"),
        .. Admin(Usage, "tenant", "tenant=", "tenant=%20", "tenant=a%00b", $"tenant={new string('x', 300)}"),
        .. Admin(Usage, "key", "key="),
        .. Admin(Usage, "model", "model=%0A"),
        .. Admin(Usage, "app", "app=%20"),
        new("removing a price that is none", 404) { Method = "DELETE", Path = "/admin/v1/prices/none?valid_from=2026-01-31T00:00:00Z", Authorization = [MalformedRequest.AdminKey] },
        new("removing a price without its time", 400, "valid_from") { Method = "DELETE", Path = "/admin/v1/prices/none", Authorization = [MalformedRequest.AdminKey] },
        new("posting usage", 405) { Path = Usage, Authorization = [MalformedRequest.AdminKey] },
        new("usage without a key", 401) { Method = "GET", Path = Usage, Authorization = [] },
    ];

    private static IEnumerable<MalformedRequest> Bills() =>
    [
        .. Admin(Invoices, "month", "month=", "month=2026", "month=2026-13", "month=2026-1", "month=11-2026", "month=9999-12", "month=2026-01-01"),
        .. Admin(Invoices, "limit", "limit=0", "limit=101", "limit=x"),
        .. Admin(Invoices, "after", "after="),
        .. Admin(Invoices, "tenant", "tenant=%07"),
        .. Admin($"{Invoices}/default/2026-01", "format", "format=pdf", "format=", "format=HTML"),
        .. Admin($"{Invoices}/default/2026-1", "month", "x=1"),
        .. Admin($"{Invoices}/default/9999-12", "month", "x=1"),
        .. Admin($"{Invoices}/default/now", "month", "x=1"),
        new("invoice of nobody", 404) { Method = "GET", Path = $"{Invoices}/nobody/2026-01", Authorization = [MalformedRequest.AdminKey] },
        new("invoice of no id", 404) { Method = "GET", Path = $"{Invoices}/..%2Fdefault/2026-01", Authorization = [MalformedRequest.AdminKey] },
        new("invoices of a tenant", 404) { Method = "GET", Path = $"{Invoices}/default", Authorization = [MalformedRequest.AdminKey] },
        new("deleting an invoice", 405) { Method = "DELETE", Path = $"{Invoices}/default/2026-01", Authorization = [MalformedRequest.AdminKey] },
        new("invoice for an API key", 401) { Method = "GET", Path = $"{Invoices}/default/2026-01" },
    ];

    private static IEnumerable<MalformedRequest> Organization() =>
    [
        .. Data(Completions, "start_time", "limit=1", "start_time=", "start_time=x", "start_time=-1", "start_time=1.5", "start_time=99999999999999", "start_time=1&start_time=2"),
        .. Data(Completions, "end_time", "start_time=5&end_time=5", "start_time=5&end_time=4", "start_time=5&end_time=", "start_time=5&end_time=253402300800"),
        .. Data(Completions, "bucket_width", "start_time=5&bucket_width=1w", "start_time=5&bucket_width=", "start_time=5&bucket_width=1D"),
        .. Data(Completions, "limit", "start_time=5&limit=0", "start_time=5&limit=32", "start_time=5&bucket_width=1h&limit=169", "start_time=5&bucket_width=1m&limit=1441", "start_time=5&limit=x"),
        .. Data(Completions, "page", "start_time=86400&page=", "start_time=86400&page=page_", "start_time=86400&page=page_x", "start_time=86400&page=page_1", "start_time=86400&page=page_15181", "start_time=86400&end_time=86401&page=page_2a300"),
        .. Data(Completions, "group_by", "start_time=5&group_by=line_item", "start_time=5&group_by[]=", "start_time=5&group_by=tenant"),
        .. Data(Completions, "models", "start_time=5&models=", "start_time=5&models[]=%00", $"start_time=5&models={string.Join(',', Enumerable.Range(0, 101))}"),
        .. Data(Completions, "api_key_ids", "start_time=5&api_key_ids=,"),
        .. Data(Completions, "user_ids", "start_time=5&user_ids=anna"),
        .. Data(Completions, "batch", "start_time=5&batch=maybe"),
        .. Data("/v1/organization/usage/embeddings", "group_by", "start_time=5&group_by=batch"),
        .. Data(Costs, "bucket_width", "start_time=5&bucket_width=1h"),
        .. Data(Costs, "limit", "start_time=5&limit=181"),
        .. Data(Costs, "group_by", "start_time=5&group_by=model"),
        new("unknown kind of usage", 404) { Method = "GET", Path = "/v1/organization/usage/nothing?start_time=5" },
        new("posting costs", 405) { Path = Costs },
        new("costs without a key", 401) { Method = "GET", Path = $"{Costs}?start_time=5", Authorization = [] },
    ];

    private static IEnumerable<MalformedRequest> Admin(string path, string param, params string[] queries) =>
        Data(path, param, queries).Select(row => row with { Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> Data(string path, string param, params string[] queries) => queries.Select(query =>
        new MalformedRequest($"{path}?{(query.Length > 80 ? query[..80] + "…" : query)}", 400, param) { Method = "GET", Path = $"{path}?{query}" });
}
