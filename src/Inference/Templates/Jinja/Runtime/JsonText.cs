using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Values as Python's <c>json.dumps</c> writes them. Keys and strings keep their taint.</summary>
internal sealed class JsonText
{
    private readonly TextBuilder _output;
    private readonly TaintedText? _indent;
    private readonly TaintedText _itemSeparator;
    private readonly TaintedText _keySeparator;
    private readonly bool _sortKeys;
    private readonly bool _ascii;

    /// <summary>A writer for one value.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="arguments">Those of the <c>tojson</c> filter: ensure_ascii, indent, separators, sort_keys.</param>
    public JsonText(TextBuilder output, Arguments arguments)
    {
        _output = output;
        _ascii = arguments.Flag(0, "ensure_ascii");
        _indent = arguments.Get(1, "indent") switch
        {
            null => null,
            TaintedText text => text,
            var width => TaintedText.FromTemplate(new string(' ', (int)Math.Clamp(Values.Integer(width), 0, 64))),
        };
        (_itemSeparator, _keySeparator) = arguments.Get(2, "separators") switch
        {
            ListValue { Items: [TaintedText item, TaintedText key] } => (item, key),
            _ => (TaintedText.FromTemplate(_indent is null ? ", " : ","), TaintedText.FromTemplate(": ")),
        };
        _sortKeys = arguments.Flag(3, "sort_keys");
    }

    /// <summary>Writes a value.</summary>
    /// <exception cref="RenderFailure">The value holds something that JSON cannot, or nests too deep.</exception>
    public void Write(object? value, int depth = 0)
    {
        if (depth > TemplateLimits.ValueDepth)
        {
            throw new RenderFailure("Values nest too deep for JSON");
        }

        switch (value)
        {
            case null:
                _output.Append("null");
                break;
            case bool flag:
                _output.Append(flag ? "true" : "false");
                break;
            case long integer:
                _output.Append(integer.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                _output.Append(double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity") : FloatText.Of(number));
                break;
            case TaintedText text:
                WriteString(text);
                break;
            case ListValue list:
                WriteList(list, depth + 1);
                break;
            case DictValue dict:
                WriteDict(dict, depth + 1);
                break;
            case Undefined missing:
                throw missing.Fail();
            default:
                throw new RenderFailure($"Object of type {Values.TypeName(value)} is not JSON serializable");
        }
    }

    private void WriteList(ListValue list, int depth)
    {
        _output.Append("[");
        for (var index = 0; index < list.Count; index++)
        {
            StartItem(index == 0, depth);
            Write(list.Items[index], depth);
        }

        End(list.Count, depth - 1, "]");
    }

    private void WriteDict(DictValue dict, int depth)
    {
        _output.Append("{");
        IEnumerable<KeyValuePair<object, object?>> items = _sortKeys
            ? dict.Items.OrderBy(item => KeyText(item.Key).Text, StringComparer.Ordinal)
            : dict.Items;
        var first = true;
        foreach (var (key, value) in items)
        {
            StartItem(first, depth);
            WriteString(KeyText(key));
            _output.Append(_keySeparator);
            Write(value, depth);
            first = false;
        }

        End(dict.Count, depth - 1, "}");
    }

    private static TaintedText KeyText(object key) => key switch
    {
        TaintedText text => text,
        bool flag => TaintedText.FromTemplate(flag ? "true" : "false"),
        double number => TaintedText.FromTemplate(FloatText.Of(number)),
        _ => TaintedText.FromTemplate(((long)key).ToString(CultureInfo.InvariantCulture)),
    };

    private void StartItem(bool first, int depth)
    {
        if (!first)
        {
            _output.Append(_itemSeparator);
        }

        NewLine(depth);
    }

    private void End(int count, int depth, string bracket)
    {
        if (count > 0)
        {
            NewLine(depth);
        }

        _output.Append(bracket);
    }

    private void NewLine(int depth)
    {
        if (_indent is null)
        {
            return;
        }

        _output.Append("\n");
        for (; depth > 0; depth--)
        {
            _output.Append(_indent);
        }
    }

    private void WriteString(TaintedText text)
    {
        _output.Append("\"");
        EscapedText.Write(_output, text, _ascii ? EscapeToAscii : Escape);
        _output.Append("\"");
    }

    private static string? EscapeToAscii(char character) =>
        character > '\x7f' ? $"\\u{(int)character:x4}" : Escape(character);

    private static string? Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        < ' ' => $"\\u{(int)character:x4}",
        _ => null,
    };
}
