namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's view of values: truth, types, iteration, integers.</summary>
internal static class Values
{
    public static bool IsTrue(object? value) => value switch
    {
        null or Undefined => false,
        bool flag => flag,
        long integer => integer != 0,
        double number => number != 0,
        TaintedText text => text.Length > 0,
        ListValue list => list.Count > 0,
        DictValue dict => dict.Count > 0,
        _ => true,
    };

    /// <summary>Python's name for a value's type, for error messages.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        Undefined => "Undefined",
        bool => "bool",
        long => "int",
        double => "float",
        TaintedText => "str",
        ListValue list => list.IsTuple ? "tuple" : "list",
        DictValue => "dict",
        NamespaceValue => "Namespace",
        LoopValue => "LoopContext",
        _ => "function",
    };

    /// <summary>The items a loop over the value sees: keys of a mapping, characters of a text.</summary>
    /// <returns>The value's own list where it has one: not to be changed.</returns>
    /// <exception cref="RenderFailure">The value cannot be iterated.</exception>
    public static List<object?> Items(RenderContext context, object? value)
    {
        context.SpendOn(value);
        switch (value)
        {
            case ListValue list:
                return list.Items;
            case DictValue dict:
                return dict.Keys();
            case TaintedText text:
                context.Spend(text.Length);
                return CodePoints.Split(text);
            case Undefined:
                return [];
            default:
                throw new RenderFailure($"'{TypeName(value)}' object is not iterable");
        }
    }

    /// <summary>Length of a text in code points, of a list or of a mapping.</summary>
    /// <exception cref="RenderFailure">The value has no length.</exception>
    public static long Length(object? value) => value switch
    {
        TaintedText text => CodePoints.Count(text.Text),
        ListValue list => list.Count,
        DictValue dict => dict.Count,
        Undefined => 0,
        _ => throw new RenderFailure($"object of type '{TypeName(value)}' has no len()"),
    };

    /// <exception cref="RenderFailure">The value is not an integer.</exception>
    public static long Integer(object? value) => value switch
    {
        long integer => integer,
        bool flag => flag ? 1 : 0,
        Undefined undefined => throw undefined.Fail(),
        _ => throw new RenderFailure($"'{TypeName(value)}' object cannot be interpreted as an integer"),
    };

    /// <summary>Whether a value counts as a number, as booleans do in Python.</summary>
    public static bool TryNumber(object? value, out double number)
    {
        number = value switch
        {
            long integer => integer,
            double real => real,
            bool flag => flag ? 1 : 0,
            _ => 0,
        };
        return value is long or double or bool;
    }
}
