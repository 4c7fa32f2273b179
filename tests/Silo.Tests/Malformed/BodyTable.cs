using System.IO.Compression;
using System.Text;

namespace LlmGateway.Silo.Tests.Malformed;

/// <summary>Bodies that are not the JSON object that they should be.</summary>
internal static class BodyTable
{
    private const string Good = """{"model":"gateway-tiny","messages":[{"role":"user","content":"Hello"}],"max_tokens":1}""";

    public static IEnumerable<MalformedRequest> Rows { get; } =
    [
        new("empty body", 400) { Text = "" },
        new("blank body", 400) { Text = " \n\t" },
        new("null", 400) { Text = "null" },
        new("a string", 400) { Text = "\"hello\"" },
        new("a number", 400) { Text = "42" },
        new("true", 400) { Text = "true" },
        new("a list", 400) { Text = "[]" },
        new("a list of requests", 400) { Text = $"[{Good}]" },
        new("empty object", 400, "messages", "missing_required_parameter") { Text = "{}" },
        new("not JSON", 400) { Text = "model=gateway-tiny" },
        new("XML", 400) { Text = "<model>gateway-tiny</model>" },
        new("cut off in the object", 400) { Text = Good[..^1] },
        new("cut off in a text", 400) { Text = """{"model":"gateway-tiny","messages":[{"role":"user","content":"Hel""" },
        new("cut off after a name", 400) { Text = """{"model":"gateway-tiny","messages":""" },
        new("cut off in an escape", 400) { Text = """{"model":"gateway-tiny","user":"\u00""" },
        new("two objects", 400) { Text = Good + Good },
        new("text behind the object", 400) { Text = Good + "x" },
        new("single quotes", 400) { Text = Good.Replace('"', '\'') },
        new("names without quotes", 400) { Text = "{model:\"gateway-tiny\"}" },
        new("trailing comma", 400) { Text = Good[..^1] + ",}" },
        new("comment", 400) { Text = "/* hello */" + Good },
        new("raw line break in a text", 400) { Text = "{\"model\":\"gateway\ntiny\"}" },
        new("NUL bytes", 400) { Body = new byte[100] },
        new("invalid UTF-8 in a text", 400) { Body = Replace("Hello", [0xC3, 0x28, 0xFF, 0xFE]) },
        new("overlong UTF-8", 400) { Body = Replace("Hello", [0xC0, 0xAF]) },
        new("UTF-16", 400) { Body = Encoding.Unicode.GetBytes(Good) },
        new("lone high surrogate", 400) { Text = Good.Replace("Hello", "\\ud83d") },
        new("lone low surrogate", 400) { Text = Good.Replace("Hello", "a\\udc00b") },
        new("lone surrogate in the model", 400) { Text = Good.Replace("gateway-tiny", "\\ud800") },
        new("lone surrogate in a role", 400) { Text = Good.Replace("user", "\\ud800") },
        new("nested 100 deep in an unknown parameter", 400) { Text = $$"""{"x":{{new string('[', 100)}}{{new string(']', 100)}},{{Good[1..]}}""" },
        new("nested 100 000 deep", 400) { Text = new string('[', 100_000) },
        new("objects nested 100 000 deep", 400) { Text = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) },
        new("content nested 100 deep", 400) { Text = Good.Replace("\"Hello\"", new string('[', 100) + new string(']', 100)) },
        new("21 MiB", 413, Code: "request_too_large") { Text = Good.Replace("Hello", new string('a', 21 * 1024 * 1024)) },
        new("form", 415) { Text = "model=gateway-tiny", ContentType = "application/x-www-form-urlencoded" },
        new("plain text", 415) { Text = Good, ContentType = "text/plain" },
        new("no content type", 415) { Text = Good, ContentType = "" },
        new("nonsense content type", 415) { Text = Good, ContentType = ";;;" },
        new("multipart", 415) { Text = Good, ContentType = "multipart/form-data; boundary=x" },
        new("UTF-16 that says so", 400) { Body = Encoding.Unicode.GetBytes(Good), ContentType = "application/json; charset=utf-16" },
        new("gzip", 415) { Body = Gzip(Good), ContentEncoding = "gzip" },
        new("unknown encoding", 415) { Text = Good, ContentEncoding = "rot13" },
    ];

    private static byte[] Replace(string text, byte[] bytes)
    {
        var start = Good.IndexOf(text, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(Good[..start]), .. bytes, .. Encoding.UTF8.GetBytes(Good[(start + text.Length)..])];
    }

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
