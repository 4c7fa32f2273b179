namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Values as Python prints them: <c>str()</c> and <c>repr()</c>.</summary>
internal static class Printer
{
    /// <summary>The value as text; a text is itself.</summary>
    public static TaintedText ToText(RenderContext context, object? value)
    {
        if (value is TaintedText text)
        {
            return text;
        }

        using var builder = new TextBuilder(context);
        Write(builder, value);
        return builder.ToText();
    }

    /// <summary>Writes <c>str(value)</c>.</summary>
    public static void Write(TextBuilder output, object? value)
    {
        if (value is TaintedText text)
        {
            output.Append(text);
        }
        else if (value is not Undefined)
        {
            WriteRepr(output, value, 0);
        }
    }

    /// <summary>Writes <c>repr(value)</c>.</summary>
    /// <exception cref="RenderFailure">Lists nest too deep, or contain themselves.</exception>
    public static void WriteRepr(TextBuilder output, object? value, int depth)
    {
        if (depth > TemplateLimits.ValueDepth)
        {
            throw new RenderFailure("Values nest too deep to print");
        }

        switch (value)
        {
            case null:
                output.Append("None");
                break;
            case bool flag:
                output.Append(flag ? "True" : "False");
                break;
            case long integer:
                Span<char> digits = stackalloc char[20];
                integer.TryFormat(digits, out var written);
                output.Append(digits[..written]);
                break;
            case double number:
                output.Append(FloatText.Of(number));
                break;
            case TaintedText text:
                WriteQuoted(output, text);
                break;
            case ListValue list:
                WriteList(output, list, depth + 1);
                break;
            case DictValue dict:
                WriteDict(output, dict, depth + 1);
                break;
            default:
                output.Append($"<{Values.TypeName(value)}>");
                break;
        }
    }

    private static void WriteList(TextBuilder output, ListValue list, int depth)
    {
        output.Append(list.IsTuple ? "(" : "[");
        for (var index = 0; index < list.Count; index++)
        {
            output.Append(index > 0 ? ", " : "");
            WriteRepr(output, list.Items[index], depth);
        }

        output.Append(!list.IsTuple ? "]" : list.Count == 1 ? ",)" : ")");
    }

    private static void WriteDict(TextBuilder output, DictValue dict, int depth)
    {
        output.Append("{");
        var separator = "";
        foreach (var (key, value) in dict.Items)
        {
            output.Append(separator);
            WriteRepr(output, key, depth);
            output.Append(": ");
            WriteRepr(output, value, depth);
            separator = ", ";
        }

        output.Append("}");
    }

    // Python prefers single quotes, and double ones only where that avoids an escape.
    private static void WriteQuoted(TextBuilder output, TaintedText text)
    {
        var quote = text.Text.Contains('\'', StringComparison.Ordinal) && !text.Text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        output.Append([quote]);
        EscapedText.Write(output, text, character => character switch
        {
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when character == quote => "\\" + quote,
            < ' ' or '\x7f' => $"\\x{(int)character:x2}",
            _ => null,
        });
        output.Append([quote]);
    }
}
