using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>
/// Takes from what a directory sends the attributes that the schema has and that directories may set, under the schema's names and of the schema's types. Nothing else gets in:
/// ids, roles and whatever the schema does not name are not looked at.
/// </summary>
internal static class ScimReader
{
    private const string Schemas = "schemas";
    private const string Value = "value";
    private const string Primary = "primary";

    /// <summary>Reads a whole resource.</summary>
    /// <exception cref="ScimException">It is no object, of another schema, or a value has the wrong type.</exception>
    public static JsonObject Read(JsonElement body, ScimSchema schema)
    {
        CheckSchemas(body, schema.Id);
        JsonObject resource = [];
        foreach (var (attribute, value) in Members(body, schema.Find))
        {
            Put(resource, attribute, ReadValue(attribute, value));
        }

        return resource;
    }

    /// <summary>Reads the value of an attribute.</summary>
    /// <returns>Null for none: JSON's null, or an empty list.</returns>
    /// <exception cref="ScimException">It has the wrong type.</exception>
    public static JsonNode? ReadValue(ScimAttribute attribute, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (!attribute.MultiValued)
        {
            return ReadSingle(attribute, value);
        }

        // One value in place of a list of one: Microsoft's and others' directories send that.
        JsonArray list = [];
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
        {
            if (ReadSingle(attribute, item) is { } read)
            {
                list.Add(read);
            }
        }

        CheckList(attribute, list);
        return list.Count == 0 ? null : list;
    }

    /// <summary>Sets or, with null, removes an attribute.</summary>
    public static void Put(JsonObject resource, ScimAttribute attribute, JsonNode? value)
    {
        if (value is null)
        {
            resource.Remove(attribute.Name);
        }
        else
        {
            resource[attribute.Name] = value;
        }
    }

    /// <summary>Checks a list as a whole: how long it is, and that one value at most is the primary one.</summary>
    public static void CheckList(ScimAttribute attribute, JsonArray list)
    {
        if (list.Count > attribute.MaxItems)
        {
            throw ScimErrors.InvalidValue($"'{attribute.Name}' has {list.Count} values; {attribute.MaxItems} are the most.");
        }

        if (attribute.Find(Primary) is not null && list.Count(IsPrimary) > 1)
        {
            throw ScimErrors.InvalidValue($"Only one value of '{attribute.Name}' can be the primary one.");
        }
    }

    /// <summary>Whether a value of a list is the primary one.</summary>
    public static bool IsPrimary(JsonNode? item) => item is JsonObject value && value[Primary] is JsonValue primary && primary.GetValue<bool>();

    /// <summary>Checks that a body is an object, and, where it says of which schemas, that they are the right ones.</summary>
    public static void CheckSchemas(JsonElement body, string expected)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw ScimErrors.InvalidSyntax("The body must be a JSON object.");
        }

        var schemas = body.EnumerateObject().FirstOrDefault(member => member.Name.Equals(Schemas, StringComparison.OrdinalIgnoreCase)).Value;
        if (schemas.ValueKind is not JsonValueKind.Undefined
            && !(schemas.ValueKind == JsonValueKind.Array
                && schemas.EnumerateArray().Any(name => name.ValueKind == JsonValueKind.String && expected.Equals(name.GetString(), StringComparison.OrdinalIgnoreCase))))
        {
            throw ScimErrors.InvalidSyntax($"'schemas' must be a list that names {expected}.");
        }
    }

    private static JsonNode? ReadSingle(ScimAttribute attribute, JsonElement value) => (attribute.Type, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (ScimType.Complex, JsonValueKind.Object) => ReadParts(attribute, value),
        (ScimType.Complex, JsonValueKind.String) when attribute is { MultiValued: true, Default: { ReadOnly: false } } => new JsonObject { [Value] = value.GetString() },
        (ScimType.Boolean, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        (ScimType.Boolean, JsonValueKind.String) when bool.TryParse(value.GetString(), out var truth) => truth, // As Entra ID writes it: "False".
        (ScimType.String, JsonValueKind.String) => value.GetString(),
        _ => throw ScimErrors.InvalidValue($"'{attribute.Name}' must be {Kind(attribute)}."),
    };

    private static JsonObject? ReadParts(ScimAttribute attribute, JsonElement value)
    {
        JsonObject parts = [];
        foreach (var (part, given) in Members(value, attribute.Find))
        {
            Put(parts, part, ReadValue(part, given));
        }

        return parts.Count == 0 ? null : parts;
    }

    // Names differ by more than case, or nobody knows which of two is meant.
    private static IEnumerable<(ScimAttribute Attribute, JsonElement Value)> Members(JsonElement json, Func<string, ScimAttribute?> find)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (find(member.Name) is not { ReadOnly: false } attribute)
            {
                continue;
            }

            if (!seen.Add(attribute.Name))
            {
                throw ScimErrors.InvalidSyntax($"'{attribute.Name}' is there twice.");
            }

            yield return (attribute, member.Value);
        }
    }

    private static string Kind(ScimAttribute attribute) => attribute.Type switch
    {
        ScimType.Boolean => "true or false",
        ScimType.Complex => $"an object{(attribute.MultiValued ? ", or a list of them" : "")}",
        _ => "a text",
    };
}
