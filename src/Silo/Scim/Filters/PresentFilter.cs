using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>The attribute has a value.</summary>
internal sealed record PresentFilter(AttributePath Path) : ScimFilter
{
    public override bool Uses(string attribute) => Path.Attribute.Name == attribute;

    public override bool Matches(JsonObject resource) => Path.IsIn(resource);
}
