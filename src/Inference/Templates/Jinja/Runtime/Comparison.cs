namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's equality, order and membership. Taint makes no difference.</summary>
internal static class Comparison
{
    public static bool AreEqual(RenderContext context, object? left, object? right, int depth = 0)
    {
        if (left is TaintedText first)
        {
            if (right is not TaintedText second || first.Length != second.Length)
            {
                return false;
            }

            context.SpendText(first.Length);
            return first.Text == second.Text;
        }

        if (Values.TryNumber(left, out var number))
        {
            return left is long one && right is long other
                ? one == other
                : Values.TryNumber(right, out var otherNumber) && number == otherNumber;
        }

        return (left, right) switch
        {
            (null, null) or (Undefined, Undefined) => true,
            (ListValue a, ListValue b) => a.IsTuple == b.IsTuple && a.Count == b.Count && SameItems(context, a, b, Deeper(depth)),
            (DictValue a, DictValue b) => a.Count == b.Count && SameItems(context, a, b, Deeper(depth)),
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Negative, zero or positive as <paramref name="left"/> comes before, with or after <paramref name="right"/>.</summary>
    /// <exception cref="RenderFailure">The two have no order.</exception>
    public static int Order(RenderContext context, object? left, object? right, int depth = 0)
    {
        context.Spend(1);
        switch (left, right)
        {
            case (TaintedText a, TaintedText b):
                context.SpendText(Math.Min(a.Length, b.Length));
                return string.CompareOrdinal(a.Text, b.Text);
            case (long a, long b):
                return a.CompareTo(b);
            case (ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                for (var index = 0; index < Math.Min(a.Count, b.Count); index++)
                {
                    if (!AreEqual(context, a.Items[index], b.Items[index], Deeper(depth)))
                    {
                        return Order(context, a.Items[index], b.Items[index], Deeper(depth));
                    }
                }

                return a.Count.CompareTo(b.Count);
        }

        if (Values.TryNumber(left, out var number) && Values.TryNumber(right, out var other))
        {
            return number.CompareTo(other);
        }

        throw left is Undefined missing ? missing.Fail()
            : right is Undefined alsoMissing ? alsoMissing.Fail()
            : new RenderFailure($"'{Values.TypeName(left)}' and '{Values.TypeName(right)}' have no order");
    }

    /// <summary>Whether a text contains a text, a list an item, or a mapping a key.</summary>
    /// <exception cref="RenderFailure">The container cannot contain, or a text is asked for something else.</exception>
    public static bool Contains(RenderContext context, object? container, object? item)
    {
        switch (container)
        {
            case TaintedText text:
                var part = item as TaintedText
                    ?? throw new RenderFailure($"'in <string>' requires string, not {Values.TypeName(item)}");
                return TextSearch.Find(context, text, part, 0) >= 0;
            case DictValue dict:
                return dict.TryGet(item, out _);
            case ListValue list:
                foreach (var candidate in list.Items)
                {
                    context.Spend(1);
                    if (AreEqual(context, candidate, item))
                    {
                        return true;
                    }
                }

                return false;
            case Undefined:
                return false;
            default:
                throw new RenderFailure($"argument of type '{Values.TypeName(container)}' is not iterable");
        }
    }

    private static bool SameItems(RenderContext context, ListValue left, ListValue right, int depth)
    {
        for (var index = 0; index < left.Count; index++)
        {
            context.Spend(1);
            if (!AreEqual(context, left.Items[index], right.Items[index], depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameItems(RenderContext context, DictValue left, DictValue right, int depth)
    {
        foreach (var (key, value) in left.Items)
        {
            context.Spend(1);
            if (!right.TryGet(key, out var other) || !AreEqual(context, value, other, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static int Deeper(int depth) => depth < TemplateLimits.ValueDepth
        ? depth + 1
        : throw new RenderFailure("Values nest too deep to compare");
}
