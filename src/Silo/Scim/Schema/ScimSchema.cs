using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Schema;

/// <summary>A kind of resource: everything that a request may say of one, and what answers say.</summary>
/// <param name="Id">Its URN.</param>
/// <param name="Name">Its name, which is also the resource type's.</param>
/// <param name="Endpoint">Where its resources are, such as <c>Users</c>.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Attributes">All attributes.</param>
internal sealed record ScimSchema(string Id, string Name, string Endpoint, string Description, ImmutableArray<ScimAttribute> Attributes)
{
    /// <summary>Attributes that the RFC knows and the gateway has no use for: what is said of them is not kept, and is no mistake.</summary>
    public ImmutableArray<string> NotKept { get; init; } = [];

    /// <summary>An attribute; null for none of this name.</summary>
    /// <param name="name">In any case, with or without the schema's URN before it.</param>
    public ScimAttribute? Find(string name)
    {
        var local = Local(name);
        return Attributes.FirstOrDefault(attribute => attribute.Name.Equals(local, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name is that of an attribute which is not kept, or of another schema's.</summary>
    public bool Ignores(string name)
    {
        var local = Local(name);
        return local.StartsWith(ScimUrns.Prefix, StringComparison.OrdinalIgnoreCase) || NotKept.Contains(local.Split('.', '[')[0], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A name without the schema's URN before it.</summary>
    public string Local(string name) => name.Length > Id.Length && name[Id.Length] == ':' && name.StartsWith(Id, StringComparison.OrdinalIgnoreCase) ? name[(Id.Length + 1)..] : name;

    /// <summary>As <c>/Schemas</c> describes it.</summary>
    public JsonObject Describe(string address) => new()
    {
        ["id"] = Id,
        ["schemas"] = new JsonArray(ScimUrns.Schema),
        ["name"] = Name,
        ["description"] = Description,
        ["attributes"] = new JsonArray([.. Attributes.Where(attribute => !attribute.Common).Select(attribute => attribute.Describe())]),
        ["meta"] = new JsonObject { ["resourceType"] = "Schema", ["location"] = $"{address}/Schemas/{Id}" },
    };

    /// <summary>As <c>/ResourceTypes</c> describes its resources.</summary>
    public JsonObject DescribeType(string address) => new()
    {
        ["id"] = Name,
        ["schemas"] = new JsonArray(ScimUrns.ResourceType),
        ["name"] = Name,
        ["description"] = Description,
        ["endpoint"] = $"/{Endpoint}",
        ["schema"] = Id,
        ["schemaExtensions"] = new JsonArray(),
        ["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{address}/ResourceTypes/{Name}" },
    };
}
