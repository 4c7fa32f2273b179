using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>One condition or the other.</summary>
internal sealed record OrFilter(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Uses(string attribute) => Left.Uses(attribute) || Right.Uses(attribute);

    public override bool Matches(JsonObject resource) => Left.Matches(resource) || Right.Matches(resource);
}
