using System.Text.Json.Nodes;
using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Checks of the texts that directories send.</summary>
internal static class ScimText
{
    private const int MaxName = 200;
    private const int MaxId = 255;

    /// <summary>A text that must be there, without blanks around it.</summary>
    /// <exception cref="ScimException">It is missing, too long, or has characters that can't be shown.</exception>
    public static string Required(JsonObject resource, string name)
    {
        var text = resource[name]?.GetValue<string>().Trim();
        return Check(string.IsNullOrEmpty(text) ? throw ScimErrors.InvalidValue($"'{name}' is required.") : text, name, MaxName);
    }

    /// <summary>The directory's own id; null for none.</summary>
    public static string? ExternalId(JsonObject resource) => resource["externalId"]?.GetValue<string>() is { Length: > 0 } id ? Check(id, "externalId", MaxId) : null;

    /// <summary>Checks all texts in a value.</summary>
    public static void CheckAll(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject parts:
                foreach (var (part, value) in parts)
                {
                    CheckAll(value, name.Length == 0 ? part : $"{name}.{part}");
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    CheckAll(item, name);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                Check(text, name, MaxId);
                break;
        }
    }

    /// <summary>Checks that a text is short enough and can be shown.</summary>
    public static string Check(string text, string name, int max) =>
        text.Length > max ? throw ScimErrors.InvalidValue($"'{name}' must have at most {max} characters.")
        : !UserRules.IsPrintable(text) ? throw ScimErrors.InvalidValue($"'{name}' has control characters, or some that turn the direction of what follows; leave them out.")
        : text;
}
