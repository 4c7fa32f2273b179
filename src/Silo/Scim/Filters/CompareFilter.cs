using System.Globalization;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>An attribute compared with a value; of a list, one value must fit.</summary>
/// <param name="Path">The attribute.</param>
/// <param name="How">How.</param>
/// <param name="Value">A text, truth value or time, as the attribute holds; null for none.</param>
internal sealed record CompareFilter(AttributePath Path, Comparison How, object? Value) : ScimFilter
{
    private StringComparison Case => Path.Compared!.CaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Checks that such an attribute can be so compared with such a value.</summary>
    /// <param name="path">The attribute.</param>
    /// <param name="how">How.</param>
    /// <param name="value">What the filter says: a string, bool or double; null for null.</param>
    /// <exception cref="ScimException">It can't.</exception>
    public static CompareFilter Create(AttributePath path, Comparison how, object? value)
    {
        var type = path.Compared?.Type
            ?? throw ScimErrors.InvalidFilter($"'{path.Text}' has parts and can't be compared as a whole: name one, such as {path.Attribute.Name}.{path.Attribute.SubAttributes[0].Name}.");
        object? read = (type, value) switch
        {
            (_, null) => null,
            (ScimType.String or ScimType.Reference, string text) => text,
            (ScimType.Boolean, bool truth) => truth,
            (ScimType.Boolean, string text) when bool.TryParse(text, out var truth) => truth, // As Entra ID writes it.
            (ScimType.DateTime, string text) when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            _ => throw ScimErrors.InvalidFilter($"'{path.Text}' can't be compared with such a value."),
        };
        var possible = read switch
        {
            null or bool => how is Comparison.Equal or Comparison.NotEqual,
            DateTimeOffset => how is not (Comparison.Contains or Comparison.StartsWith or Comparison.EndsWith),
            _ => true,
        };
        return possible ? new CompareFilter(path, how, read) : throw ScimErrors.InvalidFilter($"'{path.Text}' can't be compared so with such a value.");
    }

    public override bool Uses(string attribute) => Path.Attribute.Name == attribute;

    public override bool Matches(JsonObject resource) => (How, Value) switch
    {
        (Comparison.Equal, null) => !Path.IsIn(resource),
        (Comparison.NotEqual, null) => Path.IsIn(resource),
        (Comparison.NotEqual, _) => !Path.In(resource).Any(IsEqual),
        _ => Path.In(resource).Any(Fits),
    };

    public override string? Needs(string path) => How == Comparison.Equal && Value is string text && Path.ComparedText == path ? text : null;

    public override bool TryFill(JsonObject value)
    {
        value[Path.Attribute.Name] = Value is bool truth ? JsonValue.Create(truth) : JsonValue.Create(Value as string);
        return How == Comparison.Equal && Value is string or bool && !Path.Attribute.ReadOnly;
    }

    private bool IsEqual(JsonValue stored) => Compare(stored) == 0;

    private bool Fits(JsonValue stored) => How switch
    {
        Comparison.Contains => TextOf(stored).Contains((string)Value!, Case),
        Comparison.StartsWith => TextOf(stored).StartsWith((string)Value!, Case),
        Comparison.EndsWith => TextOf(stored).EndsWith((string)Value!, Case),
        Comparison.Greater => Compare(stored) > 0,
        Comparison.GreaterOrEqual => Compare(stored) >= 0,
        Comparison.Less => Compare(stored) < 0,
        Comparison.LessOrEqual => Compare(stored) <= 0,
        _ => IsEqual(stored),
    };

    private int Compare(JsonValue stored) => Value switch
    {
        bool truth => stored.GetValue<bool>().CompareTo(truth),
        DateTimeOffset time => DateTimeOffset.Parse(TextOf(stored), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).CompareTo(time),
        _ => string.Compare(TextOf(stored), (string)Value!, Case),
    };

    private static string TextOf(JsonValue stored) => stored.GetValue<string>();
}
