namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Attributes, items and slices of values.</summary>
internal static class Access
{
    /// <summary><c>value.name</c>: a method of the value's type, else its item or attribute of that name.</summary>
    /// <param name="value">What stands before the dot.</param>
    /// <param name="name">What stands behind it.</param>
    /// <param name="missing">The result where there is no such thing.</param>
    /// <exception cref="RenderFailure">The value is itself undefined.</exception>
    public static object? Attribute(object? value, TaintedText name, Undefined missing)
    {
        if (value is Undefined undefined)
        {
            throw undefined.Fail();
        }

        if (Methods.Find(value, name.Text) is { } method)
        {
            return new BoundMethod(value, method);
        }

        return value switch
        {
            DictValue dict when dict.TryGet(name, out var item) => item,
            ObjectValue instance when instance.TryGetAttribute(name.Text, out var attribute) => attribute,
            _ => missing,
        };
    }

    /// <summary><c>value[key]</c>; as in Jinja, an attribute where there is no such item.</summary>
    /// <exception cref="RenderFailure">The value is itself undefined.</exception>
    public static object? Item(RenderContext context, object? value, object? key, Undefined missing)
    {
        switch (value)
        {
            case DictValue dict when dict.TryGet(key, out var item):
                return item;
            case ListValue list when key is long or bool:
                var index = Values.Integer(key);
                index += index < 0 ? list.Count : 0;
                return index >= 0 && index < list.Count ? list.Items[(int)index] : missing;
            case TaintedText text when key is long or bool:
                context.SpendText(text.Length);
                return Character(text, Values.Integer(key)) ?? (object)missing;
            case Undefined undefined:
                throw undefined.Fail();
            default:
                return key is TaintedText name ? Attribute(value, name, missing) : missing;
        }
    }

    /// <summary><c>value[start:stop:step]</c> of a text, list or tuple.</summary>
    /// <param name="context">The rendering under way.</param>
    /// <param name="value">What to cut.</param>
    /// <param name="start">First index, negative from the end; null for the natural end.</param>
    /// <param name="stop">Index behind the last; null likewise.</param>
    /// <param name="step">Distance, not 0.</param>
    /// <exception cref="RenderFailure">The value has no slices, or the step is 0.</exception>
    public static object? Slice(RenderContext context, object? value, long? start, long? stop, long step)
    {
        context.SpendOn(value);
        switch (value)
        {
            case TaintedText text when step == 1:
                var count = CodePoints.Count(text.Text);
                var (from, to) = Bounds(count, start, stop, step);
                var first = CodePoints.Offset(text.Text, (int)from);
                var behind = CodePoints.Offset(text.Text, (int)Math.Max(from, to));
                return text.Slice(first, behind - first);
            case TaintedText text:
                context.Spend(text.Length);
                using (var builder = new TextBuilder(context))
                {
                    foreach (var character in Pick(CodePoints.Split(text), start, stop, step))
                    {
                        builder.Append((TaintedText)character!);
                    }

                    return builder.ToText();
                }

            case ListValue list:
                return new ListValue(Pick(list.Items, start, stop, step), list.IsTuple);
            case Undefined undefined:
                throw undefined.Fail();
            default:
                throw new RenderFailure($"'{Values.TypeName(value)}' object cannot be sliced");
        }
    }

    private static TaintedText? Character(TaintedText text, long index)
    {
        var count = CodePoints.Count(text.Text);
        index += index < 0 ? count : 0;
        if (index < 0 || index >= count)
        {
            return null;
        }

        var start = CodePoints.Offset(text.Text, (int)index);
        return text.Slice(start, CodePoints.LengthAt(text.Text, start));
    }

    private static List<object?> Pick(List<object?> items, long? start, long? stop, long step)
    {
        var (from, to) = Bounds(items.Count, start, stop, step);
        var picked = new List<object?>();
        for (var index = from; step > 0 ? index < to : index > to; index = Advance(index, step, items.Count))
        {
            picked.Add(items[(int)index]);
        }

        return picked;
    }

    // Steps larger than the list must not overflow.
    private static long Advance(long index, long step, int count) => index + Math.Clamp(step, -count - 1L, count + 1L);

    // Python's slice.indices().
    private static (long From, long To) Bounds(int count, long? start, long? stop, long step)
    {
        if (step == 0)
        {
            throw new RenderFailure("slice step cannot be zero");
        }

        var (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1);
        return (Clamp(start, step > 0 ? lowest : highest), Clamp(stop, step > 0 ? highest : lowest));

        long Clamp(long? index, long fallback) =>
            index is { } given ? Math.Clamp(given < 0 ? Math.Max(given, -count - 1) + count : given, lowest, highest) : fallback;
    }
}
