namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Filters that run another filter or test on every item.</summary>
internal static class SelectionFilters
{
    public static Dictionary<string, Operation> All { get; } = new()
    {
        ["map"] = Map,
        ["select"] = (context, subject, arguments) => Select(context, subject, arguments, keep: true),
        ["reject"] = (context, subject, arguments) => Select(context, subject, arguments, keep: false),
        ["selectattr"] = (context, subject, arguments) => SelectByAttribute(context, subject, arguments, keep: true),
        ["rejectattr"] = (context, subject, arguments) => SelectByAttribute(context, subject, arguments, keep: false),
    };

    private static ListValue Map(RenderContext context, object? subject, Arguments arguments)
    {
        var mapped = new List<object?>();
        if (arguments.Count == 0)
        {
            var key = SortKey.Of(arguments.Require(0, "attribute"));
            var fallback = arguments.Get(int.MaxValue, "default");
            foreach (var item in Items(context, subject))
            {
                mapped.Add(key.Read(context, item, fallback));
            }
        }
        else
        {
            var filter = Filters.Find(arguments.Text(0, "filter").Text);
            var rest = arguments.Rest();
            foreach (var item in Items(context, subject))
            {
                context.Spend(1);
                context.SpendOn(item);
                mapped.Add(filter(context, item, rest));
            }
        }

        return new ListValue(mapped);
    }

    private static ListValue Select(RenderContext context, object? subject, Arguments arguments, bool keep)
    {
        var test = Test(arguments);
        return Select(context, subject, item => test(context, item, arguments.Rest()) == keep);
    }

    private static ListValue SelectByAttribute(RenderContext context, object? subject, Arguments arguments, bool keep)
    {
        var key = SortKey.Of(arguments.Require(0, "attribute"));
        var rest = arguments.Rest();
        var test = Test(rest);
        return Select(context, subject, item => test(context, key.Read(context, item), rest.Rest()) == keep);
    }

    private static Predicate Test(Arguments arguments) =>
        arguments.Count == 0 ? static (_, subject, _) => Values.IsTrue(subject) : Tests.Find(arguments.Text(0, "test").Text);

    private static ListValue Select(RenderContext context, object? subject, Func<object?, bool> keeps)
    {
        var kept = new List<object?>();
        foreach (var item in Items(context, subject))
        {
            context.Spend(1);
            if (keeps(item))
            {
                kept.Add(item);
            }
        }

        return new ListValue(kept);
    }

    // Jinja takes anything false, such as none, for nothing to run on.
    private static List<object?> Items(RenderContext context, object? subject) =>
        Values.IsTrue(subject) ? Values.Items(context, subject) : [];
}
