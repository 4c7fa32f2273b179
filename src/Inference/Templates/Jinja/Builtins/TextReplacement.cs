namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's <c>str.replace</c> and <c>str.count</c>.</summary>
internal static class TextReplacement
{
    /// <summary>Replaces occurrences from the left; what is put in brings its own taint.</summary>
    /// <param name="context">The rendering under way.</param>
    /// <param name="text">Where to look.</param>
    /// <param name="old">What to replace; when empty, every gap between characters.</param>
    /// <param name="replacement">What to put there.</param>
    /// <param name="limit">Most occurrences to replace; negative for all.</param>
    public static TaintedText Replace(RenderContext context, TaintedText text, TaintedText old, TaintedText replacement, long limit)
    {
        if (limit == 0 || (old.Length > 0 && TextSearch.Find(context, text, old, 0) < 0))
        {
            return text;
        }

        using var builder = new TextBuilder(context);
        var position = 0;
        for (var left = limit; left != 0; left--)
        {
            var found = old.Length > 0 ? TextSearch.Find(context, text, old, position) : NextGap(text, position, left == limit);
            if (found < 0)
            {
                break;
            }

            context.Spend(1);
            builder.Append(text, position, found - position);
            builder.Append(replacement);
            position = found + old.Length;
        }

        builder.Append(text, position, text.Length - position);
        return builder.ToText();
    }

    /// <summary>Occurrences that do not overlap; for an empty part, gaps between characters.</summary>
    public static long Count(RenderContext context, TaintedText text, TaintedText part)
    {
        if (part.Length == 0)
        {
            return CodePoints.Count(text.Text) + 1;
        }

        var count = 0L;
        for (var position = 0; (position = TextSearch.Find(context, text, part, position)) >= 0; position += part.Length)
        {
            count++;
        }

        return count;
    }

    private static int NextGap(TaintedText text, int position, bool first) =>
        first ? 0 : position < text.Length ? position + CodePoints.LengthAt(text.Text, position) : -1;
}
