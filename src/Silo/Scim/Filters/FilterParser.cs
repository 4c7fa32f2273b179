using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>Reads filters and the paths of PATCH by recursive descent. Source: RFC 7644, figures 1 and 7.</summary>
internal sealed class FilterParser
{
    private const int MaxLength = 4000;
    private const int MaxDepth = 20;
    private const int MaxConditions = 100;

    private readonly ScimSchema _schema;
    private readonly FilterText _text;
    private readonly Func<string, ScimException> _mistake;
    private int _depth;
    private int _conditions;

    private FilterParser(string text, ScimSchema schema, Func<string, ScimException> mistake)
    {
        if (text.Length > MaxLength)
        {
            throw mistake($"It must have at most {MaxLength} characters.");
        }

        (_schema, _text, _mistake) = (schema, new FilterText(text, mistake), mistake);
    }

    /// <summary>Reads a filter.</summary>
    /// <exception cref="ScimException">It can't be read, or names what the schema doesn't have.</exception>
    public static ScimFilter Parse(string text, ScimSchema schema)
    {
        FilterParser parser = new(text, schema, ScimErrors.InvalidFilter);
        var filter = parser.ReadOr(null);
        return parser._text.AtEnd ? filter : throw parser._text.Mistake("the filter should end here");
    }

    /// <summary>Reads the path of a PATCH: <c>name.givenName</c>, <c>emails[type eq "work"].value</c>.</summary>
    /// <exception cref="ScimException">It can't be read, or names what the schema doesn't have.</exception>
    public static PatchPath ParsePath(string text, ScimSchema schema)
    {
        FilterParser parser = new(text, schema, ScimErrors.InvalidPath);
        var path = parser.ReadPath(null);
        if (!parser._text.Take('['))
        {
            return parser._text.AtEnd ? new PatchPath(path.Attribute, null, path.Sub) : throw parser._text.Mistake("the path should end here");
        }

        var filter = parser.ReadBracket(path);
        var sub = parser.ReadPart(path.Attribute);
        return parser._text.AtEnd ? new PatchPath(path.Attribute, filter, sub) : throw parser._text.Mistake("the path should end here");
    }

    // Within brackets, names are those of the attribute's parts.
    private ScimFilter ReadOr(ScimAttribute? within)
    {
        if (++_depth > MaxDepth)
        {
            throw _mistake($"It has more than {MaxDepth} parentheses within each other.");
        }

        var filter = ReadAnd(within);
        while (_text.TakeWord("or"))
        {
            filter = new OrFilter(filter, ReadAnd(within));
        }

        _depth--;
        return filter;
    }

    private ScimFilter ReadAnd(ScimAttribute? within)
    {
        var filter = ReadCondition(within);
        while (_text.TakeWord("and"))
        {
            filter = new AndFilter(filter, ReadCondition(within));
        }

        return filter;
    }

    private ScimFilter ReadCondition(ScimAttribute? within)
    {
        if (++_conditions > MaxConditions)
        {
            throw _mistake($"It has more than {MaxConditions} conditions.");
        }

        var not = _text.TakeWord("not");
        if (_text.Take('('))
        {
            var inner = ReadOr(within);
            _text.Expect(')');
            return not ? new NotFilter(inner) : inner;
        }

        if (not)
        {
            throw _text.Mistake("'not' must be followed by parentheses");
        }

        var path = ReadPath(within);
        return within is null && _text.Take('[') ? ReadValues(path) : ReadComparison(path);
    }

    // Beyond the RFC's grammar, as Entra ID asks: emails[type eq "work"].value eq "ann@example.org".
    private ValueFilter ReadValues(AttributePath path)
    {
        var filter = ReadBracket(path);
        return ReadPart(path.Attribute) is { } part
            ? new ValueFilter(path.Attribute, new AndFilter(filter, ReadComparison(new AttributePath(part, null))))
            : new ValueFilter(path.Attribute, filter);
    }

    private ScimAttribute? ReadPart(ScimAttribute attribute) =>
        _text.Peek() != '.' ? null
        : _text.ReadWord()[1..] is var name && attribute.Find(name) is { } part ? part
        : throw _mistake($"'{attribute.Name}' has no part '{name}'.");

    private ScimFilter ReadBracket(AttributePath path)
    {
        if (path.Sub is not null || path.Attribute.Type != ScimType.Complex)
        {
            throw _text.Mistake($"'{path.Text}' has no parts, so that no brackets can follow it");
        }

        var filter = ReadOr(path.Attribute);
        _text.Expect(']');
        return filter;
    }

    private ScimFilter ReadComparison(AttributePath path)
    {
        var name = _text.ReadWord();
        if (name.Equals("pr", StringComparison.OrdinalIgnoreCase))
        {
            return new PresentFilter(path);
        }

        Comparison how = name.ToUpperInvariant() switch
        {
            "EQ" => Comparison.Equal,
            "NE" => Comparison.NotEqual,
            "CO" => Comparison.Contains,
            "SW" => Comparison.StartsWith,
            "EW" => Comparison.EndsWith,
            "GT" => Comparison.Greater,
            "GE" => Comparison.GreaterOrEqual,
            "LT" => Comparison.Less,
            "LE" => Comparison.LessOrEqual,
            _ => throw _text.Mistake($"'{name}' is no operator: use eq, ne, co, sw, ew, pr, gt, ge, lt or le"),
        };
        return CompareFilter.Create(path, how, _text.ReadValue());
    }

    private AttributePath ReadPath(ScimAttribute? within)
    {
        var name = _text.ReadWord();
        if (name.Length == 0)
        {
            throw _text.Mistake("the name of an attribute is missing");
        }

        if (within is not null)
        {
            return new AttributePath(within.Find(name) ?? throw _mistake($"'{within.Name}' has no part '{name}'."), null);
        }

        var local = _schema.Local(name);
        var dot = local.IndexOf('.', StringComparison.Ordinal);
        var attribute = _schema.Find(dot < 0 ? local : local[..dot]) ?? throw _mistake($"There is no attribute '{name}' here; {_schema.Endpoint} have {Names()}.");
        return dot < 0
            ? new AttributePath(attribute, null)
            : new AttributePath(attribute, attribute.Find(local[(dot + 1)..]) ?? throw _mistake($"'{attribute.Name}' has no part '{local[(dot + 1)..]}'."));
    }

    private string Names() => string.Join(", ", _schema.Attributes.Select(attribute => attribute.Name));
}
