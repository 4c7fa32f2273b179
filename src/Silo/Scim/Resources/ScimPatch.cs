using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Filters;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Operations on a resource, in their order. Source: RFC 7644, section 3.5.2.</summary>
/// <remarks>
/// Where directories in use differ from the RFC, they are understood: operations and truth values in any case, <c>remove</c> with a value, members of lists that a
/// <c>replace</c> has yet to make, and paths as names within a value.
/// </remarks>
internal sealed class ScimPatch
{
    private const int MaxOperations = 1000;
    private readonly ScimSchema _schema;
    private readonly List<ScimOperation> _operations;

    private ScimPatch(ScimSchema schema, List<ScimOperation> operations) => (_schema, _operations) = (schema, operations);

    /// <summary>Reads the body of a PATCH.</summary>
    /// <exception cref="ScimException">It is none, or names what the schema doesn't have.</exception>
    public static ScimPatch Read(JsonElement body, ScimSchema schema)
    {
        ScimReader.CheckSchemas(body, ScimUrns.PatchOp);
        var list = Member(body, "Operations");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxOperations)
        {
            throw ScimErrors.InvalidSyntax($"'Operations' must be a list of 1 to {MaxOperations} operations.");
        }

        return new ScimPatch(schema, [.. list.EnumerateArray().SelectMany(operation => ReadOperation(operation, schema))]);
    }

    /// <summary>The resource as it is after the operations.</summary>
    /// <param name="resource">The attributes that directories may set; it stays as it is.</param>
    /// <exception cref="ScimException">An operation can't be done.</exception>
    public JsonObject Apply(JsonObject resource)
    {
        var patched = (JsonObject)resource.DeepClone();
        foreach (var operation in _operations)
        {
            operation.Apply(patched);
        }

        foreach (var attribute in _schema.Attributes)
        {
            if (patched[attribute.Name] is JsonArray list)
            {
                ScimReader.CheckList(attribute, list);
            }
        }

        return patched;
    }

    private static IEnumerable<ScimOperation> ReadOperation(JsonElement json, ScimSchema schema)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw ScimErrors.InvalidSyntax("An operation must be an object.");
        }

        var op = Member(json, "op");
        OperationKind? kind = op.ValueKind != JsonValueKind.String ? null : op.GetString()!.ToUpperInvariant() switch
        {
            "ADD" => OperationKind.Add,
            "REPLACE" => OperationKind.Replace,
            "REMOVE" => OperationKind.Remove,
            _ => null,
        };
        if (kind is null)
        {
            throw ScimErrors.InvalidSyntax("'op' must be add, replace or remove.");
        }

        var (path, value) = (Member(json, "path"), Member(json, "value"));
        if (kind != OperationKind.Remove && value.ValueKind == JsonValueKind.Undefined)
        {
            throw ScimErrors.InvalidValue("An operation that adds or replaces must have a 'value'.");
        }

        return path.ValueKind switch
        {
            JsonValueKind.String => At(path.GetString()!, kind.Value, value, schema),
            JsonValueKind.Undefined or JsonValueKind.Null when kind == OperationKind.Remove => throw ScimErrors.NoTarget("An operation that removes must have a 'path'."),
            JsonValueKind.Undefined or JsonValueKind.Null => Spread(kind.Value, value, schema),
            _ => throw ScimErrors.InvalidPath("'path' must be a text."),
        };
    }

    private static IEnumerable<ScimOperation> At(string text, OperationKind kind, JsonElement value, ScimSchema schema)
    {
        if (schema.Ignores(text))
        {
            return [];
        }

        var path = FilterParser.ParsePath(text, schema);
        return path.Attribute.ReadOnly || path.Sub is { ReadOnly: true }
            ? throw ScimErrors.Mutability($"'{text}' can't be set by a directory.")
            : [new ScimOperation(kind, path, value)];
    }

    // Without a path, the value is a part of a resource, read as generously as a whole one. Its names may be paths: Entra ID sends "name.givenName".
    private static IEnumerable<ScimOperation> Spread(OperationKind kind, JsonElement value, ScimSchema schema)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw ScimErrors.InvalidValue("An operation without 'path' must have an object as its 'value'.");
        }

        foreach (var member in value.EnumerateObject())
        {
            var local = schema.Local(member.Name);
            if (schema.Find(local.Split('.', '[')[0]) is { ReadOnly: false } && FilterParser.ParsePath(member.Name, schema) is { Sub: null or { ReadOnly: false } } path)
            {
                yield return new ScimOperation(kind, path, member.Value);
            }
        }
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
