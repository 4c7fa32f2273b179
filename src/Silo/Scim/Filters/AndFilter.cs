using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>Both conditions.</summary>
internal sealed record AndFilter(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Uses(string attribute) => Left.Uses(attribute) || Right.Uses(attribute);

    public override bool Matches(JsonObject resource) => Left.Matches(resource) && Right.Matches(resource);

    public override string? Needs(string path) => Left.Needs(path) ?? Right.Needs(path);

    public override bool TryFill(JsonObject value) => Left.TryFill(value) && Right.TryFill(value);
}
