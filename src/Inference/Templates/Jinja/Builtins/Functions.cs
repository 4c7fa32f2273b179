using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Functions that every template sees.</summary>
internal static class Functions
{
    public static FrozenDictionary<string, Function> All { get; } = new Function[]
    {
        new("range", Range),
        new("namespace", Namespace),
        new("dict", Dict),
        new("raise_exception", (context, arguments) => throw new TemplateException(Printer.ToText(context, arguments.Require(0, "message")).Text)),
        new("strftime_now", (context, arguments) => TaintedText.FromTemplate(Strftime.Format(context.Now, arguments.Text(0, "format").Text))),
    }.ToFrozenDictionary(function => function.Name);

    private static ListValue Range(RenderContext context, Arguments arguments)
    {
        var first = Values.Integer(arguments.Require(0, "stop"));
        var (start, stop) = arguments.Count > 1 ? (first, Values.Integer(arguments[1])) : (0, first);
        var step = arguments.Integer(2, "step", 1);
        if (step == 0)
        {
            throw new RenderFailure("range() arg 3 must not be zero");
        }

        // Counted in 128 bits, where no 64-bit bounds overflow.
        var distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var size = distance <= 0 ? 0 : ((distance - 1) / Int128.Abs(step)) + 1;
        if (size > TemplateLimits.RangeItems)
        {
            throw new RenderFailure($"range() is limited to {TemplateLimits.RangeItems} items");
        }

        context.Spend((long)size);
        var items = new List<object?>((int)size);
        for (var index = 0; index < size; index++)
        {
            items.Add(Boxes.Of(start + (index * step)));
        }

        return new ListValue(items);
    }

    private static NamespaceValue Namespace(RenderContext context, Arguments arguments)
    {
        var made = new NamespaceValue();
        foreach (var (key, value) in Initial(arguments).Items)
        {
            made.Set(((key as TaintedText) ?? throw new RenderFailure("attribute names are strings")).Text, value);
        }

        return made;
    }

    private static DictValue Dict(RenderContext context, Arguments arguments) => Initial(arguments);

    private static DictValue Initial(Arguments arguments)
    {
        var dict = new DictValue(arguments.Names.Length);
        DictMethods.Update(dict, arguments);
        return dict;
    }
}
