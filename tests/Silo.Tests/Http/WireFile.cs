using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>Compares JSON with what is committed in <c>Wire</c>, after ids and times.</summary>
public static partial class WireFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void ShouldMatch(this JsonNode actual, string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", name));
        var expected = JsonNode.Parse(text);
        var replaced = Replace(actual.DeepClone());
        JsonNode.DeepEquals(replaced, expected).ShouldBeTrue($"Wire/{name} should be:\n{replaced.ToJsonString(Indented)}");
    }

    private static JsonNode Replace(JsonNode node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array.OfType<JsonNode>())
                {
                    Replace(item);
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is JsonValue leaf)
                    {
                        members[name] = Replace(name, leaf);
                    }
                    else if (value is not null)
                    {
                        Replace(value);
                    }
                }

                break;
        }

        return node;
    }

    private static JsonNode Replace(string name, JsonValue value) => (name, value.GetValueKind()) switch
    {
        ("created", JsonValueKind.Number) => JsonValue.Create("<seconds>"),
        ("created_at" or "expires_at", JsonValueKind.String) => JsonValue.Create("<time>"),
        ("key", JsonValueKind.String) => JsonValue.Create("<secret>"),
        ("prefix", JsonValueKind.String) => JsonValue.Create("<prefix>"),
        (_, JsonValueKind.String) => JsonValue.Create(Id().Replace(value.GetValue<string>(), "$1<id>")),
        _ => value.DeepClone(),
    };

    [GeneratedRegex("\\b(chatcmpl-|cmpl-|key_|req_)[0-9a-f]{24,32}\\b")]
    private static partial Regex Id();
}
