using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's <c>'{} {0} {name}'.format(…)</c> without format specifications.</summary>
internal static class BraceFormat
{
    /// <exception cref="RenderFailure">A brace is not closed, an argument is missing, or a field asks for more than a name.</exception>
    public static TaintedText Apply(RenderContext context, TaintedText format, Arguments arguments)
    {
        using var output = new TextBuilder(context);
        var source = format.Text;
        var next = 0;
        var position = 0;
        while (position < source.Length)
        {
            var brace = source.AsSpan(position).IndexOfAny('{', '}');
            if (brace < 0)
            {
                break;
            }

            output.Append(format, position, brace);
            position += brace;
            if (position + 1 < source.Length && source[position + 1] == source[position])
            {
                output.Append(format, position, 1);
                position += 2;
                continue;
            }

            var close = source.IndexOf('}', position);
            if (source[position] == '}' || close < 0)
            {
                throw new RenderFailure("a brace in the format string has no other half");
            }

            Printer.Write(output, Field(source[(position + 1)..close], arguments, ref next));
            position = close + 1;
        }

        output.Append(format, position, source.Length - position);
        return output.ToText();
    }

    private static object? Field(string name, Arguments arguments, ref int next)
    {
        var index = name.Length == 0 ? next++
            : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : int.MaxValue;
        return arguments.TryGet(index, name, out var value)
            ? value
            : throw new RenderFailure("the format string has a field with no argument, or with more than a name");
    }
}
