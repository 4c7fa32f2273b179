using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>The condition is not fulfilled.</summary>
internal sealed record NotFilter(ScimFilter Inner) : ScimFilter
{
    public override bool Uses(string attribute) => Inner.Uses(attribute);

    public override bool Matches(JsonObject resource) => !Inner.Matches(resource);
}
