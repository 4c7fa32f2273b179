using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's <c>'…%s…' % values</c>, for s, r, d, i, f, x and %, with width, zeroes and precision.</summary>
internal static class PercentFormat
{
    /// <exception cref="RenderFailure">Values are missing or left over, or a conversion is unknown or does not fit.</exception>
    public static TaintedText Apply(RenderContext context, TaintedText format, List<object?> values)
    {
        using var output = new TextBuilder(context);
        var (position, next) = (0, 0);
        var source = format.Text;
        while (source.IndexOf('%', position) is var mark and >= 0)
        {
            output.Append(format, position, mark - position);
            position = mark + 1;
            var flags = position;
            while (position < source.Length && source[position] is '-' or '0')
            {
                position++;
            }

            var left = source.AsSpan(flags, position - flags).Contains('-');
            var zeroes = !left && position > flags;
            var width = ReadNumber(source, ref position) ?? 0;
            int? precision = null;
            if (position < source.Length && source[position] == '.')
            {
                position++;
                precision = ReadNumber(source, ref position) ?? 0;
            }

            var conversion = position < source.Length ? source[position++] : throw new RenderFailure("incomplete format");
            if (conversion == '%')
            {
                output.Append("%");
                continue;
            }

            if (next == values.Count)
            {
                throw new RenderFailure("not enough arguments for format string");
            }

            var text = Convert(context, conversion, values[next++], precision);
            var padding = new string(zeroes ? '0' : ' ', Math.Max(0, width - text.Length));
            output.Append(left ? "" : padding);
            output.Append(text);
            output.Append(left ? padding : "");
        }

        if (next < values.Count && !(values.Count == 1 && values[0] is DictValue))
        {
            throw new RenderFailure("not all arguments converted during string formatting");
        }

        output.Append(format, position, format.Length - position);
        return output.ToText();
    }

    private static int? ReadNumber(string source, ref int position)
    {
        var start = position;
        while (position < source.Length && char.IsAsciiDigit(source[position]))
        {
            position++;
        }

        return position == start ? null
            : int.TryParse(source.AsSpan(start, position - start), out var number) && number <= 1000 ? number
            : throw new RenderFailure("format width is too large");
    }

    private static TaintedText Convert(RenderContext context, char conversion, object? value, int? precision)
    {
        switch (conversion)
        {
            case 's':
                var text = Printer.ToText(context, value);
                return precision is { } length ? text.Slice(0, CodePoints.Offset(text.Text, length)) : text;
            case 'r':
                using (var builder = new TextBuilder(context))
                {
                    Printer.WriteRepr(builder, value, 0);
                    return builder.ToText();
                }

            case 'd' or 'i' or 'x' or 'f' when Values.TryNumber(value, out var number):
                var form = conversion == 'f' ? "F" + (precision ?? 6) : conversion == 'x' ? "x" : "D";
                return TaintedText.FromTemplate(conversion == 'f'
                    ? number.ToString(form, CultureInfo.InvariantCulture)
                    : (value is long integer ? integer : (long)number).ToString(form, CultureInfo.InvariantCulture));
            default:
                throw new RenderFailure($"format %{conversion} does not take '{Values.TypeName(value)}'");
        }
    }
}
