using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["int"] = Integer,
        ["float"] = Float,
        ["abs"] = Absolute,
        ["round"] = Round,
    };

    private static object? Integer(RenderContext context, object? subject, Arguments arguments)
    {
        var fallback = arguments.Get(0, "default", Boxes.Of(0));
        switch (subject)
        {
            case Undefined missing:
                throw missing.Fail();
            case long:
                return subject;
            case bool flag:
                return Boxes.Of(flag ? 1 : 0);
            case double number:
                return Truncate(number) ?? fallback;
            case TaintedText text:
                return Parse(text.Text.Trim(), arguments.Integer(1, "base", 10)) ?? fallback;
            default:
                return fallback;
        }
    }

    private static object? Parse(string text, long radix)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (radix is 2 or 8 or 16)
        {
            return ParseRadix(digits, (int)radix);
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? Boxes.Of(integer)
            : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Truncate(number)
            : null;
    }

    private static object? ParseRadix(string digits, int radix)
    {
        var negative = digits.StartsWith('-');
        digits = digits.TrimStart('+', '-');
        var prefix = radix switch { 2 => "0b", 8 => "0o", _ => "0x" };
        digits = digits.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        var value = 0L;
        foreach (var character in digits)
        {
            var digit = char.IsAsciiHexDigit(character) ? Convert.ToInt32(character.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                return null;
            }

            value = (value * radix) + digit;
        }

        return digits.Length == 0 ? null : Boxes.Of(negative ? -value : value);
    }

    private static object? Truncate(double number) => Math.Abs(number) < 9e18 ? Boxes.Of((long)number) : null;

    private static object? Float(RenderContext context, object? subject, Arguments arguments) => subject switch
    {
        Undefined missing => throw missing.Fail(),
        TaintedText text when double.TryParse(text.Text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => Values.TryNumber(subject, out var number) ? number : arguments.Get(0, "default", 0.0),
    };

    private static object? Absolute(RenderContext context, object? subject, Arguments arguments) => subject switch
    {
        double number => Math.Abs(number),
        Undefined missing => throw missing.Fail(),
        _ => Values.Integer(subject) is var integer && integer < 0 ? Arithmetic.Negate(integer) : Boxes.Of(integer),
    };

    private static object? Round(RenderContext context, object? subject, Arguments arguments)
    {
        var precision = (int)Math.Clamp(arguments.Integer(0, "precision", 0), 0, 15);
        var method = arguments.OptionalText(1, "method")?.Text ?? "common";
        if (!Values.TryNumber(subject, out var number))
        {
            throw new RenderFailure($"'{Values.TypeName(subject)}' object cannot be rounded");
        }

        if (method == "common")
        {
            return subject is double ? Math.Round(number, precision, MidpointRounding.ToEven) : subject;
        }

        var scale = Math.Pow(10, precision);
        return method switch
        {
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            _ => throw new RenderFailure("method must be common, ceil or floor"),
        };
    }
}
