using System.Buffers;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's split family. Every part keeps its taint.</summary>
internal static class TextSplitting
{
    private static readonly SearchValues<char> s_lineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <param name="context">The rendering under way.</param>
    /// <param name="text">What to split.</param>
    /// <param name="separator">Not empty; null for runs of whitespace, with none at the ends.</param>
    /// <param name="limit">Most splits; negative for all.</param>
    public static List<object?> Split(RenderContext context, TaintedText text, TaintedText? separator, long limit)
    {
        if (separator is null)
        {
            return SplitWords(context, text, limit);
        }

        var parts = new List<object?>();
        var position = 0;
        for (; limit != 0 && TextSearch.Find(context, text, NotEmpty(separator), position) is var found and >= 0; limit--)
        {
            parts.Add(text.Slice(position, found - position));
            position = found + separator.Length;
        }

        parts.Add(text.Slice(position, text.Length - position));
        return parts;
    }

    /// <summary><see cref="Split"/> that counts its limit from the end.</summary>
    public static List<object?> SplitFromEnd(RenderContext context, TaintedText text, TaintedText? separator, long limit)
    {
        if (limit < 0)
        {
            return Split(context, text, separator, limit);
        }

        var parts = new List<object?>();
        var end = text.Length;
        if (separator is null)
        {
            for (end = WordEnd(text, end); limit > 0 && end > 0; limit--)
            {
                var start = end;
                while (start > 0 && !PythonWhitespace.Contains(text.Text[start - 1]))
                {
                    start--;
                }

                parts.Add(text.Slice(start, end - start));
                end = WordEnd(text, start);
            }
        }
        else
        {
            for (; limit > 0 && TextSearch.FindLast(context, text, NotEmpty(separator), end) is var found and >= 0; limit--)
            {
                parts.Add(text.Slice(found + separator.Length, end - found - separator.Length));
                end = found;
            }
        }

        if (separator is not null || end > 0)
        {
            parts.Add(text.Slice(0, end));
        }

        parts.Reverse();
        return parts;
    }

    /// <summary>What stands before a separator, the separator, and what stands behind it.</summary>
    public static ListValue Partition(RenderContext context, TaintedText text, TaintedText separator, bool last)
    {
        var found = last
            ? TextSearch.FindLast(context, text, NotEmpty(separator), text.Length)
            : TextSearch.Find(context, text, NotEmpty(separator), 0);
        if (found < 0)
        {
            return new ListValue(last ? [TaintedText.Empty, TaintedText.Empty, text] : [text, TaintedText.Empty, TaintedText.Empty], isTuple: true);
        }

        var behind = found + separator.Length;
        return new ListValue([text.Slice(0, found), text.Slice(found, separator.Length), text.Slice(behind, text.Length - behind)], isTuple: true);
    }

    public static List<object?> Lines(RenderContext context, TaintedText text, bool keepEnds)
    {
        var lines = new List<object?>();
        for (var position = 0; position < text.Length;)
        {
            context.Spend(1);
            var length = text.Text.AsSpan(position).IndexOfAny(s_lineEnds);
            var end = length < 0 ? text.Length : position + length;
            var next = end + (string.CompareOrdinal(text.Text, end, "\r\n", 0, 2) == 0 ? 2 : end < text.Length ? 1 : 0);
            lines.Add(text.Slice(position, (keepEnds ? next : end) - position));
            position = next;
        }

        return lines;
    }

    private static List<object?> SplitWords(RenderContext context, TaintedText text, long limit)
    {
        var parts = new List<object?>();
        for (var position = WordStart(text, 0); position < text.Length; limit--)
        {
            context.Spend(1);
            if (limit == 0)
            {
                var end = text.Length; // Python keeps the whitespace at the end here.
                parts.Add(text.Slice(position, end - position));
                break;
            }

            var start = position;
            while (position < text.Length && !PythonWhitespace.Contains(text.Text[position]))
            {
                position++;
            }

            parts.Add(text.Slice(start, position - start));
            position = WordStart(text, position);
        }

        return parts;
    }

    private static int WordStart(TaintedText text, int position)
    {
        while (position < text.Length && PythonWhitespace.Contains(text.Text[position]))
        {
            position++;
        }

        return position;
    }

    private static int WordEnd(TaintedText text, int position)
    {
        while (position > 0 && PythonWhitespace.Contains(text.Text[position - 1]))
        {
            position--;
        }

        return position;
    }

    private static TaintedText NotEmpty(TaintedText separator) =>
        separator.Length > 0 ? separator : throw new RenderFailure("empty separator");
}
