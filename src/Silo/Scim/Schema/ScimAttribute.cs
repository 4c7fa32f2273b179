using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim.Schema;

/// <summary>One attribute: how it is read, compared, changed and described. Source: RFC 7643, section 7.</summary>
/// <param name="Name">Its name; requests may write it in any case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Description">What it is, for people.</param>
internal sealed record ScimAttribute(string Name, ScimType Type, string Description)
{
    private const string Value = "value";

    /// <summary>Whether it is a list.</summary>
    public bool MultiValued { get; init; }

    public bool Required { get; init; }

    /// <summary>Whether upper and lower case differ.</summary>
    public bool CaseExact { get; init; }

    /// <summary>Whether directories can't set it. What they send for it is not looked at.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether every answer has it, whatever was asked for.</summary>
    public bool Always { get; init; }

    /// <summary>Whether no two resources of a directory have the same.</summary>
    public bool Unique { get; init; }

    /// <summary>Whether it belongs to every resource, and so is not part of a schema's description.</summary>
    public bool Common { get; init; }

    /// <summary>The most values of a list.</summary>
    public int MaxItems { get; init; } = 20;

    public ImmutableArray<ScimAttribute> SubAttributes { get; init; } = [];

    public ImmutableArray<string> CanonicalValues { get; init; } = [];

    public ImmutableArray<string> ReferenceTypes { get; init; } = [];

    /// <summary>A part of it; null for none of this name.</summary>
    public ScimAttribute? Find(string name) => SubAttributes.FirstOrDefault(sub => sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What stands for a whole when only the attribute is named: the part <c>value</c>, where it has one.</summary>
    public ScimAttribute? Default => Type == ScimType.Complex ? Find(Value) : this;

    /// <summary>As <c>/Schemas</c> describes it.</summary>
    public JsonObject Describe()
    {
        JsonObject json = new()
        {
            ["name"] = Name,
            ["type"] = char.ToLowerInvariant(Type.ToString()[0]) + Type.ToString()[1..],
            ["multiValued"] = MultiValued,
            ["description"] = Description,
            ["required"] = Required,
            ["mutability"] = ReadOnly ? "readOnly" : "readWrite",
            ["returned"] = Always ? "always" : "default",
        };
        if (Type is ScimType.String or ScimType.Reference)
        {
            json["caseExact"] = CaseExact;
            json["uniqueness"] = Unique ? "server" : "none";
        }

        if (!CanonicalValues.IsEmpty)
        {
            json["canonicalValues"] = new JsonArray([.. CanonicalValues]);
        }

        if (!ReferenceTypes.IsEmpty)
        {
            json["referenceTypes"] = new JsonArray([.. ReferenceTypes]);
        }

        if (!SubAttributes.IsEmpty)
        {
            json["subAttributes"] = new JsonArray([.. SubAttributes.Select(sub => sub.Describe())]);
        }

        return json;
    }
}
