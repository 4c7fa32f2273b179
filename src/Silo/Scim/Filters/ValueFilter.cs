using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>One value of a list fulfils a condition: <c>emails[type eq "work"]</c>.</summary>
internal sealed record ValueFilter(ScimAttribute Attribute, ScimFilter Inner) : ScimFilter
{
    public override bool Uses(string attribute) => Attribute.Name == attribute;

    public override bool Matches(JsonObject resource) => resource[Attribute.Name] switch
    {
        JsonArray list => list.OfType<JsonObject>().Any(Inner.Matches),
        JsonObject single => Inner.Matches(single),
        _ => false,
    };

    public override string? Needs(string path) =>
        path.StartsWith($"{Attribute.Name}.", StringComparison.Ordinal) ? Inner.Needs(path[(Attribute.Name.Length + 1)..]) : null;
}
