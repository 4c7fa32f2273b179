namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python's strip family.</summary>
internal static class TextTrimming
{
    /// <param name="text">What to trim.</param>
    /// <param name="characters">What to take off; null for whitespace.</param>
    /// <param name="start">Whether to trim the start.</param>
    /// <param name="end">Whether to trim the end.</param>
    public static TaintedText Trim(TaintedText text, TaintedText? characters, bool start, bool end)
    {
        var (from, to) = (0, text.Length);
        while (start && from < to && Takes(text.Text[from], characters))
        {
            from++;
        }

        while (end && to > from && Takes(text.Text[to - 1], characters))
        {
            to--;
        }

        return text.Slice(from, to - from);
    }

    private static bool Takes(char character, TaintedText? characters) =>
        characters?.Text.Contains(character, StringComparison.Ordinal) ?? PythonWhitespace.Contains(character);
}
