using System.Globalization;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>The attribute <c>meta</c>.</summary>
internal static class ScimMeta
{
    public static JsonObject Of(string type, DateTimeOffset created, DateTimeOffset changed, string location, long version) => new()
    {
        ["resourceType"] = type,
        ["created"] = Text(created),
        ["lastModified"] = Text(changed),
        ["location"] = location,
        ["version"] = ScimVersion.Of(version),
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
