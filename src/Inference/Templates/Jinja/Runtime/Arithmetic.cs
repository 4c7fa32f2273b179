namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's arithmetic on numbers, text and lists. Integers are 64 bits wide and never wrap.</summary>
internal static class Arithmetic
{
    public static object? Apply(RenderContext context, string symbol, object? left, object? right)
    {
        try
        {
            return symbol switch
            {
                "+" => Add(context, left, right),
                "*" when left is TaintedText or ListValue => Repeat(context, left, right),
                "*" when right is TaintedText or ListValue => Repeat(context, right, left),
                "%" when left is TaintedText format => PercentFormat.Apply(context, format, right is ListValue { IsTuple: true } tuple ? tuple.Items : [right]),
                _ => IsInteger(left) && IsInteger(right)
                    ? OnIntegers(symbol, Values.Integer(left), Values.Integer(right))
                    : OnFloats(symbol, left, right),
            };
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }
    }

    public static object? Add(RenderContext context, object? left, object? right)
    {
        switch (left, right)
        {
            case (TaintedText first, TaintedText second):
                using (var builder = new TextBuilder(context))
                {
                    builder.Append(first);
                    builder.Append(second);
                    return builder.ToText();
                }

            case (ListValue first, ListValue second) when first.IsTuple == second.IsTuple:
                context.Spend(first.Count + second.Count);
                return new ListValue([.. first.Items, .. second.Items], first.IsTuple);
            case (long first, long second):
                return Sum(first, second);
            default:
                return IsInteger(left) && IsInteger(right)
                    ? Sum(Values.Integer(left), Values.Integer(right))
                    : OnFloats("+", left, right);
        }
    }

    public static object? Negate(object? value) => value switch
    {
        double number => -number,
        long.MinValue => throw TooLarge(),
        long or bool => Boxes.Of(-Values.Integer(value)),
        _ => throw Unsupported("-", value, value),
    };

    private static object Sum(long left, long right)
    {
        var sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) < 0 ? throw TooLarge() : Boxes.Of(sum); // Both signs differ from the sum's.
    }

    private static bool IsInteger(object? value) => value is long or bool;

    private static object Repeat(RenderContext context, object? value, object? times)
    {
        var count = Math.Max(0, Values.Integer(times));
        if (value is ListValue list)
        {
            context.Spend(checked(list.Count * count));
            var items = new List<object?>();
            for (; count > 0 && list.Count > 0; count--)
            {
                items.AddRange(list.Items);
            }

            return new ListValue(items, list.IsTuple);
        }

        var text = (TaintedText)value!;
        using var builder = new TextBuilder(context);
        for (; count > 0 && text.Length > 0; count--)
        {
            context.Spend(1);
            builder.Append(text);
        }

        return builder.ToText();
    }

    private static object OnIntegers(string symbol, long left, long right) => symbol switch
    {
        "-" => Boxes.Of(checked(left - right)),
        "*" => Boxes.Of(checked(left * right)),
        "/" => right == 0 ? throw DivisionByZero() : (double)left / right,
        "//" => Boxes.Of(FloorDivide(left, right)),
        "%" => Boxes.Of(right == -1 ? 0 : checked(left - (FloorDivide(left, right) * right))),
        _ => right < 0 ? Math.Pow(left, right) : Boxes.Of(Power(left, right)),
    };

    private static long FloorDivide(long left, long right)
    {
        if (right == 0)
        {
            throw DivisionByZero();
        }

        var quotient = left / right;
        return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    private static long Power(long value, long exponent)
    {
        if (value is 0 or 1 or -1)
        {
            return exponent == 0 || value == 1 || (value == -1 && exponent % 2 == 0) ? 1 : value;
        }

        var result = 1L;
        for (; exponent > 0; exponent--)
        {
            result = checked(result * value); // Overflows within 63 rounds.
        }

        return result;
    }

    private static double OnFloats(string symbol, object? left, object? right)
    {
        if (!Values.TryNumber(left, out var a) || !Values.TryNumber(right, out var b))
        {
            throw Unsupported(symbol, left, right);
        }

        if (b == 0 && symbol is ("/" or "//" or "%"))
        {
            throw DivisionByZero();
        }

        return symbol switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => a / b,
            "//" => Math.Floor(a / b),
            "%" => a - (b * Math.Floor(a / b)),
            _ => Math.Pow(a, b),
        };
    }

    private static RenderFailure TooLarge() => new("Integers are limited to 64 bits");

    private static RenderFailure DivisionByZero() => new("division by zero");

    private static RenderFailure Unsupported(string symbol, object? left, object? right) =>
        left is Undefined missing ? missing.Fail()
        : right is Undefined alsoMissing ? alsoMissing.Fail()
        : new RenderFailure($"unsupported operand types for {symbol}: '{Values.TypeName(left)}' and '{Values.TypeName(right)}'");
}
