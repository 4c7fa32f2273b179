namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Ordinal search in text, paid for by its worst case.</summary>
internal static class TextSearch
{
    /// <summary>UTF-16 offset of the first occurrence from an offset on; -1 when there is none.</summary>
    public static int Find(RenderContext context, TaintedText text, TaintedText part, int from)
    {
        PayForLongPart(context, text.Length - from, part.Length);
        var position = text.Text.IndexOf(part.Text, from, StringComparison.Ordinal);
        context.Spend(1);
        context.SpendText((position < 0 ? text.Length : position) - from);
        return position;
    }

    /// <summary>UTF-16 offset of the last occurrence that ends at or before an offset; -1 when there is none.</summary>
    public static int FindLast(RenderContext context, TaintedText text, TaintedText part, int before)
    {
        PayForLongPart(context, before, part.Length);
        var position = text.Text.AsSpan(0, before).LastIndexOf(part.Text);
        context.Spend(1);
        context.SpendText(before - Math.Max(position, 0));
        return position;
    }

    // A search may compare the whole part at every place, so long parts are paid for before it starts.
    private static void PayForLongPart(RenderContext context, long searched, long length) =>
        context.Spend(searched / TemplateLimits.CharactersPerStep * (length / TemplateLimits.CharactersPerStep));
}
