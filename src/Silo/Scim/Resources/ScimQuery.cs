using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Filters;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Which resources are wanted, in which order, and what of them. Source: RFC 7644, section 3.4.2.</summary>
internal sealed record ScimQuery
{
    /// <summary>The most resources of one page.</summary>
    public const int MaxCount = 200;

    private const int DefaultCount = 100;

    public ScimFilter? Filter { get; private init; }

    public AttributePath? SortBy { get; private init; }

    public bool Descending { get; private init; }

    /// <summary>The first resource of the page; 1 is the first of all.</summary>
    public int StartIndex { get; private init; }

    /// <summary>The most resources of the page, 0 to <see cref="MaxCount"/>.</summary>
    public int Count { get; private init; }

    public required ScimSelection Selection { get; init; }

    /// <summary>Reads the parameters of an address.</summary>
    /// <exception cref="ScimException">One of them is wrong.</exception>
    public static ScimQuery Read(HttpRequest request, ScimSchema schema)
    {
        string? One(string name) => request.Query.TryGetValue(name, out var values) ? values is [{ } value] ? value : throw ScimErrors.InvalidValue($"'{name}' must be there once.") : null;
        return Read(One("filter"), One("sortBy"), One("sortOrder"), Number("startIndex", One("startIndex")), Number("count", One("count")), ReadSelection(request), schema);
    }

    /// <summary>Reads what an answer is to have from an address.</summary>
    public static ScimSelection ReadSelection(HttpRequest request)
    {
        IEnumerable<string>? List(string name) => request.Query.TryGetValue(name, out var values)
            ? values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : null;
        return ScimSelection.Read(List("attributes"), List("excludedAttributes"));
    }

    /// <summary>Reads the body of a search.</summary>
    /// <exception cref="ScimException">It is none, or one of its members is wrong.</exception>
    public static ScimQuery Read(JsonElement body, ScimSchema schema)
    {
        ScimReader.CheckSchemas(body, ScimUrns.SearchRequest);
        JsonElement Member(string name) => body.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        string? Text(string name) => Member(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw ScimErrors.InvalidValue($"'{name}' must be a text.")
            : null;
        string? Raw(string name) => Member(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value.GetRawText() : null;
        IEnumerable<string>? List(string name) => Member(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value
            ? value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? value.EnumerateArray().Select(item => item.GetString()!)
                : throw ScimErrors.InvalidValue($"'{name}' must be a list of texts.")
            : null;
        return Read(
            Text("filter"),
            Text("sortBy"),
            Text("sortOrder"),
            Number("startIndex", Raw("startIndex")),
            Number("count", Raw("count")),
            ScimSelection.Read(List("attributes"), List("excludedAttributes")),
            schema);
    }

    /// <summary>The page of those that fit, in the order that is wanted.</summary>
    public IReadOnlyList<JsonObject> Page(IEnumerable<JsonObject> all, out int total)
    {
        var found = all.Where(resource => Filter?.Matches(resource) ?? true).ToList();
        total = found.Count;
        if (SortBy is { } path)
        {
            // Those without a value come last, or first where the order is descending.
            var comparer = path.Compared!.CaseExact ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
            var sorted = found.OrderBy(resource => KeyOf(path, resource) is null).ThenBy(resource => KeyOf(path, resource), comparer).ToList();
            found = Descending ? [.. sorted.AsEnumerable().Reverse()] : sorted;
        }

        return [.. found.Skip(StartIndex - 1).Take(Count)];
    }

    /// <summary>The answer with one page.</summary>
    public JsonObject Answer(IReadOnlyList<JsonObject> page, int total, ScimSchema schema)
    {
        foreach (var resource in page)
        {
            Selection.ApplyTo(resource, schema);
        }

        return new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.ListResponse),
            ["totalResults"] = total,
            ["startIndex"] = StartIndex,
            ["itemsPerPage"] = page.Count,
            ["Resources"] = new JsonArray([.. page]),
        };
    }

    private static ScimQuery Read(string? filter, string? sortBy, string? sortOrder, int? startIndex, int? count, ScimSelection selection, ScimSchema schema)
    {
        var sort = sortBy is null ? null : FilterParser.ParsePath(sortBy, schema);
        if (sort is { Filter: not null } || (sort is not null && new AttributePath(sort.Attribute, sort.Sub).Compared is null))
        {
            throw ScimErrors.InvalidPath($"'sortBy' can't be '{sortBy}': name an attribute without parts, or one part.");
        }

        return new ScimQuery
        {
            Filter = filter is null ? null : FilterParser.Parse(filter, schema),
            SortBy = sort is null ? null : new AttributePath(sort.Attribute, sort.Sub),
            Descending = sortOrder?.ToUpperInvariant() switch
            {
                null or "ASCENDING" => false,
                "DESCENDING" => true,
                _ => throw ScimErrors.InvalidValue("'sortOrder' must be ascending or descending."),
            },
            StartIndex = Math.Max(1, startIndex ?? 1),
            Count = Math.Clamp(count ?? DefaultCount, 0, MaxCount),
            Selection = selection,
        };
    }

    private static int? Number(string name, string? text) =>
        text is null ? null : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw ScimErrors.InvalidValue($"'{name}' must be a whole number.");

    private static string? KeyOf(AttributePath path, JsonObject resource)
    {
        // Of a list, the primary value counts, or else the first.
        var node = resource[path.Attribute.Name];
        var value = node is JsonArray list ? list.FirstOrDefault(ScimReader.IsPrimary) ?? list.FirstOrDefault() : node;
        return (value is JsonObject parts ? parts[path.Compared!.Name] : value)?.ToString();
    }
}
