using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Methods of lists and tuples. Lists can grow, unlike in transformers' sandbox: some templates rely on it.</summary>
internal static class ListMethods
{
    public static FrozenDictionary<string, Operation> All { get; } = new Dictionary<string, Operation>
    {
        ["append"] = Append,
        ["extend"] = Extend,
        ["insert"] = Insert,
        ["pop"] = Pop,
        ["copy"] = (_, subject, _) => new ListValue([.. ((ListValue)subject!).Items]),
        ["index"] = Index,
        ["count"] = Count,
    }.ToFrozenDictionary();

    private static ListValue Mutable(object? subject) =>
        subject is ListValue { IsTuple: false } list ? list : throw new RenderFailure("tuples cannot be changed");

    private static object? Append(RenderContext context, object? subject, Arguments arguments)
    {
        Mutable(subject).Items.Add(arguments.Require(0, "object"));
        return null;
    }

    private static object? Extend(RenderContext context, object? subject, Arguments arguments)
    {
        List<object?> added = [.. Values.Items(context, arguments.Require(0, "iterable"))];
        Mutable(subject).Items.AddRange(added);
        return null;
    }

    private static object? Insert(RenderContext context, object? subject, Arguments arguments)
    {
        var items = Mutable(subject).Items;
        var index = Values.Integer(arguments.Require(0, "index"));
        items.Insert((int)Math.Clamp(index < 0 ? index + items.Count : index, 0, items.Count), arguments.Require(1, "object"));
        return null;
    }

    private static object? Pop(RenderContext context, object? subject, Arguments arguments)
    {
        var items = Mutable(subject).Items;
        var index = arguments.Integer(0, "index", -1);
        index += index < 0 ? items.Count : 0;
        if (index < 0 || index >= items.Count)
        {
            throw new RenderFailure("pop() of an item that is not there");
        }

        var value = items[(int)index];
        items.RemoveAt((int)index);
        return value;
    }

    private static object? Index(RenderContext context, object? subject, Arguments arguments)
    {
        var items = ((ListValue)subject!).Items;
        for (var index = 0; index < items.Count; index++)
        {
            if (Comparison.AreEqual(context, items[index], arguments.Require(0, "value")))
            {
                return Boxes.Of(index);
            }
        }

        throw new RenderFailure("index() of a value that is not in the list");
    }

    private static object? Count(RenderContext context, object? subject, Arguments arguments) =>
        Boxes.Of(((ListValue)subject!).Items.Count(item => Comparison.AreEqual(context, item, arguments.Require(0, "value"))));
}
