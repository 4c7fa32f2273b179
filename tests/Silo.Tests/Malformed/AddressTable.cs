namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Wrong addresses, methods, keys and queries.</summary>
internal static class AddressTable
{
    private const string Chat = """{"model":"gateway-tiny","messages":[{"role":"user","content":"Hello"}],"max_tokens":1}""";
    private const string Tenants = "/admin/v1/tenants";
    private const string NoKey = "key_000000000000000000000000";

    public static IEnumerable<MalformedRequest> Rows { get; } = [.. Addresses(), .. Keys(), .. AdminPlane()];

    private static IEnumerable<MalformedRequest> Addresses() =>
    [
        .. Get(404, "/v1", "/v1/", "/v1/nothing", "/v1/chat", "/v1/chat/completions/x", "/v1/models/none", "/v1/models/..%2F..%2Fetc%2Fpasswd", "/v1/models/%2e%2e", $"/v1/models/{new string('x', 4000)}", "/v1/models/%F0%9F%90%88", "/v1/audio/speech", "/v1/images/generations", "/v1/realtime", "/admin", "/admin/v1", "/admin/v1/nothing", "/V1/nothing", "/v1//nothing", "/v1/models/a/b", "/health/none"),
        .. Methods("/v1/chat/completions", "GET", "PUT", "PATCH", "DELETE", "QUERY"),
        .. Methods("/v1/models", "POST", "DELETE", "BREW"),
        .. Methods("/v1/embeddings", "GET"),
        .. Methods("/health/live", "DELETE"),
        .. UnknownModels("gpt-none", "GATEWAY-TINY", "gateway-tiny@v9", "gateway-tiny@", "@v1", "../gateway-tiny", "gateway-tiny\\u0000", "💥", new string('m', 10_000)),
    ];

    private static IEnumerable<MalformedRequest> Keys() =>
    [
        Unauthorized("no key"),
        Unauthorized("empty key", ""),
        Unauthorized("Bearer alone", "Bearer"),
        Unauthorized("Bearer and blanks", "Bearer   "),
        Unauthorized("Basic", "Basic dXNlcjpwYXNz"),
        Unauthorized("key without Bearer", "{key}"),
        Unauthorized("two headers", "Bearer {key}", "Bearer {key}"),
        Unauthorized("two keys", "Bearer {key},Bearer {key}"),
        Unauthorized("5 kB", "Bearer " + new string('a', 5000)),
        Unauthorized("tab in the key", "Bearer a\tb"),
        Unauthorized("wrong check characters", "Bearer sk-gw-" + new string('a', 49)),
        Unauthorized("key and more", "Bearer {key}x"),
        Unauthorized("key in the wrong case", "Bearer SK-GW-" + new string('a', 49)),
        Unauthorized("SQL", "Bearer ' OR 1=1 --"),
        Unauthorized("admin key on the data plane", MalformedRequest.AdminKey),
        new("API key on the admin plane", 401, Code: "invalid_api_key") { Method = "GET", Path = Tenants },
        new("no key on the admin plane", 401, Code: "invalid_api_key") { Method = "GET", Path = Tenants, Authorization = [] },
        new("wrong key on the admin plane", 401, Code: "invalid_api_key") { Method = "GET", Path = Tenants, Authorization = ["Bearer ak-gw-x"] },
        new("no key for an unknown tenant", 401, Code: "invalid_api_key") { Method = "GET", Path = $"{Tenants}/none", Authorization = [] },
        new("no key and a bad body on the admin plane", 401, Code: "invalid_api_key") { Path = Tenants, Text = "{", Authorization = [] },
    ];

    private static IEnumerable<MalformedRequest> AdminPlane() =>
    [
        .. Query(Tenants, "limit", "limit=0", "limit=-1", "limit=101", "limit=x", "limit=", "limit=1.5", "limit=99999999999", "limit=1&limit=2"),
        .. Query(Tenants, "after", "after=none", "after=", "after=%00", "after=" + new string('x', 1000), "after=DEFAULT"),
        .. Query(Tenants, "before", "before=none", "before="),
        .. Query($"{Tenants}/default/keys", "limit", "limit=0", "limit=abc"),
        .. Query($"{Tenants}/default/keys", "after", "after=key_none"),
        .. AdminGet(404, $"{Tenants}/none", $"{Tenants}/DEFAULT", $"{Tenants}/%20default", $"{Tenants}/%C3%A9", $"{Tenants}/{new string('a', 64)}", $"{Tenants}/..%2Fdefault", $"{Tenants}/none/keys", $"{Tenants}/DEFAULT/keys", $"{Tenants}/default/keys/none", $"{Tenants}/default/keys/key_000000000000000000000000", $"{Tenants}/none/keys/none", $"{Tenants}/default/none", $"{Tenants}/-/keys"),
        .. Tenant("id", "", "A", "Default", "a b", "a_b", "-a", "é", "猫", "a/b", "../a", "a\\u0000", "a\\n", new string('a', 64), " a"),
        new("tenant id of a wrong type", 400, "id") { Path = Tenants, Text = """{"id":1}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant id null", 400, "id") { Path = Tenants, Text = """{"id":null}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant without id", 400, "id", "missing_required_parameter") { Path = Tenants, Text = """{"name":"x"}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant with a blank name", 400, "name") { Path = Tenants, Text = """{"id":"blank-name","name":" "}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant with a long name", 400, "name") { Path = Tenants, Text = $$"""{"id":"long-name","name":"{{new string('x', 201)}}"}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant with a name of a wrong type", 400, "name") { Path = Tenants, Text = """{"id":"number","name":5}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant with a long plan", 400, "plan") { Path = Tenants, Text = $$"""{"id":"long-plan","plan":"{{new string('x', 201)}}"}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant that exists", 409, "id", "already_exists") { Path = Tenants, Text = """{"id":"default"}""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant cut off", 400) { Path = Tenants, Text = """{"id":"cut-off""", Authorization = [MalformedRequest.AdminKey] },
        new("tenant as text", 415) { Path = Tenants, Text = """{"id":"text"}""", ContentType = "text/plain", Authorization = [MalformedRequest.AdminKey] },
        new("tenant name with a lone surrogate", 400, "name") { Path = Tenants, Text = """{"id":"surrogate","name":"\ud800"}""", Authorization = [MalformedRequest.AdminKey] },
        .. Key("name", """{"name":""}""", """{"name":" "}""", """{"name":null}""", """{"name":1}""", $$"""{"name":"{{new string('x', 201)}}"}""", "{}"),
        .. Key("scopes", """{"name":"x","scopes":[]}""", """{"name":"x","scopes":["all"]}""", """{"name":"x","scopes":[null]}""", """{"name":"x","scopes":"inference"}"""),
        .. Key("models", """{"name":"x","models":[]}""", """{"name":"x","models":[""]}""", """{"name":"x","models":[null]}""", """{"name":"x","models":"gateway-tiny"}"""),
        .. Key("expires_at", """{"name":"x","expires_at":"2001-01-01T00:00:00Z"}""", """{"name":"x","expires_at":"tomorrow"}""", """{"name":"x","expires_at":""}""", """{"name":"x","expires_at":5}""", """{"name":"x","expires_at":"9999-99-99T00:00:00Z"}"""),
        .. TenantSettings("settings", """[]""", """true"""),
        .. TenantSettings("settings.log_retention_days", """{"log_retention_days":0}""", """{"log_retention_days":3651}""", """{"log_retention_days":1.5}""", """{"log_retention_days":"7"}"""),
        .. TenantSettings("settings.log_sample_rate", """{"log_sample_rate":-0.1}""", """{"log_sample_rate":1.1}""", """{"log_sample_rate":"all"}"""),
        .. TenantSettings("settings.log_bodies", """{"log_bodies":1}"""),
        .. TenantSettings("settings.redact", """{"redact":"no"}"""),
        .. ChangedTenant("status", """{"status":"deleted"}""", """{"status":"ACTIVE"}""", """{"status":1}""", """{"status":""}"""),
        .. ChangedTenant("name", """{"name":" "}""", """{"name":[]}"""),
        .. ChangedTenant("plan", $$"""{"plan":"{{new string('x', 201)}}"}"""),
        new("changing an unknown tenant", 404) { Method = "PATCH", Path = $"{Tenants}/none", Text = "{}", Authorization = [MalformedRequest.AdminKey] },
        new("changing a tenant with a list", 400) { Method = "PATCH", Path = $"{Tenants}/default", Text = "[]", Authorization = [MalformedRequest.AdminKey] },
        new("changing a tenant as text", 415) { Method = "PATCH", Path = $"{Tenants}/default", Text = "{}", ContentType = "text/plain", Authorization = [MalformedRequest.AdminKey] },
        new("changing a tenant without the key", 401, Code: "invalid_api_key") { Method = "PATCH", Path = $"{Tenants}/default", Text = "{}", Authorization = [] },
        new("deleting an unknown tenant", 404) { Method = "DELETE", Path = $"{Tenants}/none", Authorization = [MalformedRequest.AdminKey] },
        new("deleting a tenant with an API key", 401, Code: "invalid_api_key") { Method = "DELETE", Path = $"{Tenants}/default" },
        new("changing an unknown key", 404) { Method = "PATCH", Path = $"{Tenants}/default/keys/key_none", Text = "{}", Authorization = [MalformedRequest.AdminKey] },
        .. ChangedKey("name", """{"name":""}""", """{"name":7}"""),
        .. ChangedKey("scopes", """{"scopes":[]}""", """{"scopes":["root"]}""", """{"scopes":{}}"""),
        .. ChangedKey("models", """{"models":[]}""", """{"models":[" "]}""", """{"models":"gateway-tiny"}""", $$"""{"models":["{{new string('m', 201)}}"]}"""),
        .. ChangedKey("expires_at", """{"expires_at":"2001-01-01T00:00:00Z"}""", """{"expires_at":0}"""),
        .. Rotation("grace_seconds", """{"grace_seconds":-1}""", """{"grace_seconds":2592001}""", """{"grace_seconds":"1"}""", """{"grace_seconds":1.5}""", """{"grace_seconds":99999999999}"""),
        new("rotating an unknown key", 404) { Path = $"{Tenants}/default/keys/{NoKey}/rotate", Text = "{}", Authorization = [MalformedRequest.AdminKey] },
        new("rotating a key without the admin key", 401, Code: "invalid_api_key") { Path = $"{Tenants}/default/keys/{NoKey}/rotate", Text = "{}" },
        new("rotating with GET", 405) { Method = "GET", Path = $"{Tenants}/default/keys/{NoKey}/rotate", Authorization = [MalformedRequest.AdminKey] },
        .. Query("/admin/v1/audit", "limit", "limit=0", "limit=x"),
        .. Query("/admin/v1/audit", "after", "after=none", "after=-1"),
        .. Query("/admin/v1/audit", "from", "from=yesterday", "from="),
        .. Query("/admin/v1/audit", "to", "to=2026-13-01"),
        .. AdminGet(404, "/admin/v1/audit/none"),
        new("writing to the audit trail", 405) { Path = "/admin/v1/audit", Text = "{}", Authorization = [MalformedRequest.AdminKey] },
        new("audit trail without the admin key", 401, Code: "invalid_api_key") { Method = "GET", Path = "/admin/v1/audit" },
        new("key of an unknown tenant", 404) { Path = $"{Tenants}/none/keys", Text = """{"name":"x"}""", Authorization = [MalformedRequest.AdminKey] },
        new("revoking an unknown key", 404) { Method = "DELETE", Path = $"{Tenants}/default/keys/key_none", Authorization = [MalformedRequest.AdminKey] },
        new("deleting all keys", 405) { Method = "DELETE", Path = $"{Tenants}/default/keys", Authorization = [MalformedRequest.AdminKey] },
        new("putting tenants", 405) { Method = "PUT", Path = Tenants, Authorization = [MalformedRequest.AdminKey] },
    ];

    private static IEnumerable<MalformedRequest> Get(int status, params string[] paths) => paths.Select(path => new MalformedRequest($"GET {Short(path)}", status) { Method = "GET", Path = path });

    private static IEnumerable<MalformedRequest> AdminGet(int status, params string[] paths) =>
        Get(status, paths).Select(row => row with { Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> Methods(string path, params string[] methods) =>
        methods.Select(method => new MalformedRequest($"{method} {path}", 405) { Method = method, Path = path });

    private static IEnumerable<MalformedRequest> UnknownModels(params string[] models) => models.Select(model =>
        new MalformedRequest($"model {Short(model)}", 404, "model", "model_not_found") { Text = Chat.Replace("gateway-tiny", model) });

    private static MalformedRequest Unauthorized(string name, params string[] authorization) =>
        new(name, 401, Code: "invalid_api_key") { Text = Chat, Authorization = authorization };

    private static IEnumerable<MalformedRequest> Query(string path, string param, params string[] queries) => queries.Select(query =>
        new MalformedRequest($"{path}?{Short(query)}", 400, param) { Method = "GET", Path = $"{path}?{query}", Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> Tenant(string param, params string[] ids) => ids.Select(id =>
        new MalformedRequest($"tenant '{Short(id)}'", 400, param) { Path = Tenants, Text = $$"""{"id":"{{id}}"}""", Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> Key(string param, params string[] bodies) => bodies.Select(body =>
        new MalformedRequest($"key {Short(body)}", 400, param) { Path = $"{Tenants}/default/keys", Text = body, Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> TenantSettings(string param, params string[] settings) => settings.Select(text =>
        new MalformedRequest($"tenant settings {text}", 400, param) { Path = Tenants, Text = $$"""{"id":"settings","settings":{{text}}}""", Authorization = [MalformedRequest.AdminKey] });

    private static IEnumerable<MalformedRequest> ChangedTenant(string param, params string[] bodies) => Changed($"{Tenants}/default", param, "PATCH", bodies);

    private static IEnumerable<MalformedRequest> ChangedKey(string param, params string[] bodies) => Changed($"{Tenants}/default/keys/{NoKey}", param, "PATCH", bodies);

    private static IEnumerable<MalformedRequest> Rotation(string param, params string[] bodies) => Changed($"{Tenants}/default/keys/{NoKey}/rotate", param, "POST", bodies);

    private static IEnumerable<MalformedRequest> Changed(string path, string param, string method, string[] bodies) => bodies.Select(body =>
        new MalformedRequest($"{method} {path} {Short(body)}", 400, param) { Method = method, Path = path, Text = body, Authorization = [MalformedRequest.AdminKey] });

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
