using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Which attributes an answer has. Names of attributes that are not there are passed over.</summary>
/// <param name="Only">These alone, and those that every answer has; null for all.</param>
/// <param name="Without">All but these.</param>
internal sealed record ScimSelection(ImmutableArray<string>? Only, ImmutableArray<string> Without)
{
    private const int MaxNames = 100;

    /// <summary>Reads the parameters <c>attributes</c> and <c>excludedAttributes</c>.</summary>
    /// <exception cref="ScimException">Both are there, or they name too many.</exception>
    public static ScimSelection Read(IEnumerable<string>? attributes, IEnumerable<string>? excluded)
    {
        var (only, without) = (attributes?.ToImmutableArray(), excluded?.ToImmutableArray() ?? []);
        if (only is not null && !without.IsEmpty)
        {
            throw ScimErrors.InvalidValue("Send 'attributes' or 'excludedAttributes', not both.");
        }

        return (only?.Length ?? 0) + without.Length <= MaxNames ? new ScimSelection(only, without) : throw ScimErrors.InvalidValue($"At most {MaxNames} attributes can be named.");
    }

    /// <summary>Whether an answer has an attribute or a part of it.</summary>
    public bool Has(ScimSchema schema, string name) => Only is { } only ? only.Any(wanted => IsOf(schema, wanted, name)) : !Without.Any(left => schema.Local(left).Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Leaves out of a resource what is not wanted.</summary>
    public void ApplyTo(JsonObject resource, ScimSchema schema)
    {
        foreach (var attribute in schema.Attributes.Where(attribute => !attribute.Always && resource.ContainsKey(attribute.Name)))
        {
            if (!Has(schema, attribute.Name))
            {
                resource.Remove(attribute.Name);
                continue;
            }

            foreach (var part in attribute.SubAttributes.Where(part => !HasPart(schema, attribute, part)))
            {
                foreach (var value in resource[attribute.Name] is JsonArray list ? list.OfType<JsonObject>() : [resource[attribute.Name]!.AsObject()])
                {
                    value.Remove(part.Name);
                }
            }
        }
    }

    private bool HasPart(ScimSchema schema, ScimAttribute attribute, ScimAttribute part)
    {
        var name = $"{attribute.Name}.{part.Name}";
        return Only is { } only
            ? only.Any(wanted => schema.Local(wanted) is var local && (local.Equals(attribute.Name, StringComparison.OrdinalIgnoreCase) || local.Equals(name, StringComparison.OrdinalIgnoreCase)))
            : !Without.Any(left => schema.Local(left).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsOf(ScimSchema schema, string wanted, string name) =>
        schema.Local(wanted) is var local && local.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (local.Length == name.Length || local[name.Length] == '.');
}
