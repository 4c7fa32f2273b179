using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Filters;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>One operation of a PATCH, its value read already.</summary>
internal sealed class ScimOperation
{
    private const string Value = "value";
    private const string Primary = "primary";

    private readonly OperationKind _kind;
    private readonly PatchPath _path;
    private readonly JsonNode? _value;
    private readonly bool _names;

    /// <param name="kind">What it does.</param>
    /// <param name="path">Where.</param>
    /// <param name="value">What was sent; undefined for nothing.</param>
    /// <exception cref="ScimException">The value has the wrong type.</exception>
    public ScimOperation(OperationKind kind, PatchPath path, JsonElement value)
    {
        (_kind, _path) = (kind, path);
        var target = path.Sub ?? (path.Filter is null ? path.Attribute : path.Attribute with { MultiValued = false });
        _value = value.ValueKind == JsonValueKind.Undefined ? null : ScimReader.ReadValue(target, value);
        _names = kind == OperationKind.Remove && value.ValueKind == JsonValueKind.Array;
        if (kind == OperationKind.Replace && _value is null)
        {
            _kind = OperationKind.Remove;
        }
    }

    private ScimAttribute Attribute => _path.Attribute;

    /// <summary>Does it.</summary>
    /// <exception cref="ScimException">No value of the list is the one that is meant.</exception>
    public void Apply(JsonObject resource)
    {
        if (Attribute.MultiValued && (_path.Filter is not null || _path.Sub is not null))
        {
            ApplyToValues(resource);
        }
        else if (_path.Sub is { } sub)
        {
            if (resource[Attribute.Name] is not JsonObject whole)
            {
                resource[Attribute.Name] = whole = [];
            }

            ScimReader.Put(whole, sub, _kind == OperationKind.Remove ? null : _value?.DeepClone());
            if (whole.Count == 0)
            {
                resource.Remove(Attribute.Name);
            }
        }
        else if (_kind == OperationKind.Remove)
        {
            Remove(resource);
        }
        else if (_value is JsonArray added && _kind == OperationKind.Add)
        {
            Append(resource, added);
        }
        else if (_value is JsonObject parts && resource[Attribute.Name] is JsonObject existing)
        {
            Merge(existing, parts);
        }
        else if (_value is not null)
        {
            resource[Attribute.Name] = _value.DeepClone();
        }
    }

    // "remove" with a value takes those values alone: so some directories take members out.
    private void Remove(JsonObject resource)
    {
        if (!_names)
        {
            resource.Remove(Attribute.Name);
        }
        else if (resource[Attribute.Name] is JsonArray list)
        {
            var keys = (_value as JsonArray ?? []).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
            Take(resource, [.. list.Where(item => keys.Contains(KeyOf(item)))]);
        }
    }

    private void Append(JsonObject resource, JsonArray added)
    {
        if (resource[Attribute.Name] is not JsonArray list)
        {
            resource[Attribute.Name] = list = [];
        }

        var known = list.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        foreach (var item in added.Where(item => known.Add(KeyOf(item))))
        {
            if (ScimReader.IsPrimary(item))
            {
                ClearPrimary(list, null);
            }

            list.Add(item?.DeepClone());
        }
    }

    private void ApplyToValues(JsonObject resource)
    {
        var list = resource[Attribute.Name] as JsonArray ?? [];
        var meant = list.OfType<JsonObject>().Where(item => _path.Filter?.Matches(item) ?? true).ToList();
        if (_kind == OperationKind.Remove)
        {
            // Without its value, nothing of it is left.
            if (_path.Sub is null or { Name: Value })
            {
                Take(resource, [.. meant]);
            }
            else
            {
                meant.ForEach(item => item.Remove(_path.Sub.Name));
            }

            return;
        }

        if (meant.Count == 0)
        {
            meant.Add(Make(resource, list));
        }

        foreach (var item in meant)
        {
            if (_path.Sub is { } sub)
            {
                ScimReader.Put(item, sub, _value?.DeepClone());
            }
            else if (_value is JsonObject parts)
            {
                Merge(item, parts);
            }

            if (ScimReader.IsPrimary(item))
            {
                ClearPrimary(list, item);
            }
        }
    }

    // Directories set emails[type eq "work"].value before there is such an address.
    private JsonObject Make(JsonObject resource, JsonArray list)
    {
        JsonObject made = [];
        if (_path.Filter is { } filter && !filter.TryFill(made))
        {
            throw ScimErrors.NoTarget($"No value of '{Attribute.Name}' is the one that 'path' means.");
        }

        list.Add(made);
        if (list.Parent is null)
        {
            resource[Attribute.Name] = list;
        }

        return made;
    }

    private void Take(JsonObject resource, IReadOnlyCollection<JsonNode?> items)
    {
        if (items.Count > 0)
        {
            var taken = items.ToHashSet(ReferenceEqualityComparer.Instance);
            var left = resource[Attribute.Name]!.AsArray().Where(item => !taken.Contains(item)).Select(item => item?.DeepClone()).ToArray();
            ScimReader.Put(resource, Attribute, left.Length == 0 ? null : new JsonArray(left));
        }
    }

    private static void Merge(JsonObject existing, JsonObject parts)
    {
        foreach (var (name, part) in parts)
        {
            existing[name] = part?.DeepClone();
        }
    }

    private static void ClearPrimary(JsonArray list, JsonObject? except)
    {
        foreach (var item in list.OfType<JsonObject>().Where(item => item != except && ScimReader.IsPrimary(item)))
        {
            item[Primary] = false;
        }
    }

    private static string KeyOf(JsonNode? item) => (item as JsonObject)?[Value]?.GetValue<string>() ?? item?.ToJsonString() ?? "";
}
