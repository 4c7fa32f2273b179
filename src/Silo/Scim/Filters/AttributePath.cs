using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>The name of an attribute, or of a part of one.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Sub">The part of it; null for the whole.</param>
internal sealed record AttributePath(ScimAttribute Attribute, ScimAttribute? Sub)
{
    /// <summary>As it is written: <c>name.familyName</c>.</summary>
    public string Text => Sub is null ? Attribute.Name : $"{Attribute.Name}.{Sub.Name}";

    /// <summary>What is compared: the part, or what stands for the whole; null if nothing does.</summary>
    public ScimAttribute? Compared => Sub ?? Attribute.Default;

    /// <summary>What is compared, as it is written.</summary>
    public string ComparedText => Sub is null && Attribute.Type == ScimType.Complex ? $"{Attribute.Name}.{Attribute.Default?.Name}" : Text;

    /// <summary>The values that a resource, or one value of a list, has there.</summary>
    public IEnumerable<JsonValue> In(JsonObject resource)
    {
        var nodes = resource[Attribute.Name] is JsonArray list ? list : Enumerable.Repeat(resource[Attribute.Name], 1);
        var part = Attribute.Type == ScimType.Complex ? Compared : null;
        return nodes.Select(node => part is null ? node : (node as JsonObject)?[part.Name]).OfType<JsonValue>();
    }

    /// <summary>Whether a resource has anything there.</summary>
    public bool IsIn(JsonObject resource) =>
        Sub is not null ? In(resource).Any() : resource[Attribute.Name] is { } node && node is not JsonArray { Count: 0 } and not JsonObject { Count: 0 };
}
