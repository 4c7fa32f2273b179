namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Writes text with some characters replaced by escapes, each as tainted as what it stands for.</summary>
internal static class EscapedText
{
    /// <param name="output">Where to.</param>
    /// <param name="text">What to write.</param>
    /// <param name="escape">The escape of a character; null where it stands for itself.</param>
    public static void Write(TextBuilder output, TaintedText text, Func<char, string?> escape)
    {
        if (text.IsClean || text.IsWhole)
        {
            Write(output, text.Text, text.IsWhole, escape);
            return;
        }

        var position = 0;
        foreach (var range in text.Tainted)
        {
            Write(output, text.Text.AsSpan(position, range.Start - position), tainted: false, escape);
            Write(output, text.Text.AsSpan(range.Start, range.Length), tainted: true, escape);
            position = range.Start + range.Length;
        }

        Write(output, text.Text.AsSpan(position), tainted: false, escape);
    }

    private static void Write(TextBuilder output, ReadOnlySpan<char> text, bool tainted, Func<char, string?> escape)
    {
        var written = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (escape(text[index]) is { } replacement)
            {
                output.Append(text[written..index], tainted);
                output.Append(replacement, tainted);
                written = index + 1;
            }
        }

        output.Append(text[written..], tainted);
    }
}
