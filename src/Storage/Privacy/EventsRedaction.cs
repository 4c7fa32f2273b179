using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmGateway.Storage;

/// <summary>Redacts a stream of server-sent events: what a label replaces may begin in one event and end in another.</summary>
internal static class EventsRedaction
{
    private const string Data = "data: ";

    // Members that bring a text piece by piece.
    private static readonly HashSet<string> Pieces = ["content", "text", "arguments", "delta", "partial_json", "thinking", "reasoning_content", "refusal"];
    private static readonly JsonSerializerOptions Output = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Redact(string stream)
    {
        var lines = stream.Split('\n');
        var events = new JsonNode?[lines.Length];
        Dictionary<string, List<(JsonNode Piece, string Text)>> texts = [];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Data, StringComparison.Ordinal) && Parse(lines[i][Data.Length..]) is { } json)
            {
                events[i] = json;
                Visit(json, "", false, texts);
            }
        }

        foreach (var text in texts.Values)
        {
            Replace(text);
        }

        return string.Join('\n', lines.Select((line, i) => events[i] is { } json ? Data + json.ToJsonString(Output) : PersonalData.Redact(line)));
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Collects pieces by where they belong, and redacts other strings at once.
    private static void Visit(JsonNode node, string path, bool isPiece, Dictionary<string, List<(JsonNode Piece, string Text)>> texts)
    {
        switch (node)
        {
            case JsonObject members:
                var place = members["index"] is JsonValue index ? $"{path}#{index}" : path;
                foreach (var (name, value) in members.ToList())
                {
                    if (name == "logprobs" && value is JsonObject)
                    {
                        members[name] = null; // The same text once more, token by token.
                    }
                    else if (value is not null)
                    {
                        Visit(value, $"{place}.{name}", Pieces.Contains(name), texts);
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (items[i] is { } item)
                    {
                        Visit(item, path + "[]", false, texts);
                    }
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                if (!isPiece)
                {
                    Set(node, PersonalData.Redact(text), text);
                }
                else if (texts.TryGetValue(path, out var pieces))
                {
                    pieces.Add((node, text));
                }
                else
                {
                    texts[path] = [(node, text)];
                }

                break;
        }
    }

    private static void Replace(List<(JsonNode Piece, string Text)> pieces)
    {
        var findings = PersonalData.Find(string.Concat(pieces.Select(piece => piece.Text)));
        if (findings.Count == 0)
        {
            return;
        }

        var start = 0;
        foreach (var (piece, text) in pieces)
        {
            var end = start + text.Length;
            var result = new StringBuilder();
            var position = start;
            foreach (var finding in findings.Where(finding => finding.Start < end && finding.End > start))
            {
                if (finding.Start >= start)
                {
                    result.Append(text, position - start, finding.Start - position).Append(finding.Label);
                }

                position = Math.Min(finding.End, end);
            }

            Set(piece, result.Append(text, position - start, end - position).ToString(), text);
            start = end;
        }
    }

    private static void Set(JsonNode node, string text, string old)
    {
        if (text != old)
        {
            node.ReplaceWith(text);
        }
    }
}
