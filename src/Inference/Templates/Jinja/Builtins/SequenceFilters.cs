namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Filters on lists and whatever else can be iterated.</summary>
internal static class SequenceFilters
{
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["length"] = (_, subject, _) => Boxes.Of(Values.Length(subject)),
        ["count"] = (_, subject, _) => Boxes.Of(Values.Length(subject)),
        ["first"] = (context, subject, _) => Values.Items(context, subject) is [var first, ..] ? first : Undefined.Item,
        ["last"] = (context, subject, _) => Values.Items(context, subject) is [.., var last] ? last : Undefined.Item,
        ["list"] = (context, subject, _) => new ListValue([.. Values.Items(context, subject)]),
        ["reverse"] = Reverse,
        ["join"] = Join,
        ["items"] = Items,
        ["sort"] = Sort,
        ["dictsort"] = SortDict,
        ["unique"] = Unique,
        ["min"] = (context, subject, arguments) => Extreme(context, subject, arguments, sign: -1),
        ["max"] = (context, subject, arguments) => Extreme(context, subject, arguments, sign: 1),
        ["sum"] = Sum,
        ["default"] = Default,
        ["d"] = Default,
        ["attr"] = (_, subject, arguments) => Access.Attribute(subject, arguments.Text(0, "name"), Undefined.Attribute),
    };

    private static object? Default(RenderContext context, object? subject, Arguments arguments) =>
        subject is Undefined || (arguments.Flag(1, "boolean") && !Values.IsTrue(subject))
            ? arguments.Get(0, "default_value", TaintedText.Empty)
            : subject;

    private static object? Reverse(RenderContext context, object? subject, Arguments arguments)
    {
        if (subject is TaintedText)
        {
            return Access.Slice(context, subject, null, null, -1);
        }

        List<object?> items = [.. Values.Items(context, subject)];
        items.Reverse();
        return new ListValue(items);
    }

    private static TaintedText Join(RenderContext context, object? subject, Arguments arguments)
    {
        var separator = Printer.ToText(context, arguments.Get(0, "d", TaintedText.Empty));
        var key = SortKey.From(arguments, 1, "attribute");
        using var builder = new TextBuilder(context);
        var first = true;
        foreach (var item in Values.Items(context, subject))
        {
            if (!first)
            {
                builder.Append(separator);
            }

            Printer.Write(builder, key.Read(context, item));
            first = false;
        }

        return builder.ToText();
    }

    private static ListValue Items(RenderContext context, object? subject, Arguments arguments) => subject switch
    {
        DictValue dict => new ListValue(dict.Pairs()),
        Undefined => new ListValue([]),
        _ => throw new RenderFailure("Can only get item pairs from a mapping."),
    };

    private static ListValue Sort(RenderContext context, object? subject, Arguments arguments)
    {
        var key = SortKey.From(arguments, 2, "attribute", arguments.Flag(1, "case_sensitive"));
        return new ListValue(key.Sort(context, Values.Items(context, subject), arguments.Flag(0, "reverse")));
    }

    private static ListValue SortDict(RenderContext context, object? subject, Arguments arguments)
    {
        var dict = subject as DictValue ?? throw new RenderFailure("dictsort takes a mapping");
        var place = arguments.Get(1, "by") is TaintedText { Text: "value" } ? 1 : 0;
        var key = SortKey.Of(Boxes.Of(place), arguments.Flag(0, "case_sensitive"));
        return new ListValue(key.Sort(context, dict.Pairs(), arguments.Flag(2, "reverse")));
    }

    private static ListValue Unique(RenderContext context, object? subject, Arguments arguments)
    {
        var key = SortKey.From(arguments, 1, "attribute", arguments.Flag(0, "case_sensitive"));
        var seen = new HashSet<object>(KeyComparer.Instance);
        var sawNone = false;
        var kept = new List<object?>();
        foreach (var item in Values.Items(context, subject))
        {
            var value = key.ReadFolded(context, item);
            if (value is null ? !sawNone : seen.Add(DictValue.Key(value)))
            {
                kept.Add(item);
                sawNone |= value is null;
            }
        }

        return new ListValue(kept);
    }

    private static object? Extreme(RenderContext context, object? subject, Arguments arguments, int sign)
    {
        var key = SortKey.From(arguments, 1, "attribute", arguments.Flag(0, "case_sensitive"));
        object? best = Undefined.Item;
        object? bestKey = null;
        foreach (var item in Values.Items(context, subject))
        {
            var value = key.ReadFolded(context, item);
            if (best is Undefined || Comparison.Order(context, value, bestKey) * sign > 0)
            {
                (best, bestKey) = (item, value);
            }
        }

        return best;
    }

    private static object? Sum(RenderContext context, object? subject, Arguments arguments)
    {
        var key = SortKey.From(arguments, 0, "attribute");
        var sum = arguments.Get(1, "start", Boxes.Of(0));
        foreach (var item in Values.Items(context, subject))
        {
            sum = Arithmetic.Apply(context, "+", sum, key.Read(context, item));
        }

        return sum;
    }
}
