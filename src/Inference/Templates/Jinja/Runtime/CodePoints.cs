namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Python counts characters as code points; these map its offsets to UTF-16 ones.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        if (!HasPairs(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var index = 0; index < text.Length; index += LengthAt(text, index))
        {
            count++;
        }

        return count;
    }

    /// <summary>UTF-16 offset of the code point with a number; the text's length when there are fewer.</summary>
    public static int Offset(string text, int number)
    {
        if (!HasPairs(text))
        {
            return Math.Min(number, text.Length);
        }

        var offset = 0;
        for (; number > 0 && offset < text.Length; number--)
        {
            offset += LengthAt(text, offset);
        }

        return offset;
    }

    /// <summary>The text's characters, each a text.</summary>
    public static List<object?> Split(TaintedText text)
    {
        var characters = new List<object?>(text.Length);
        for (int index = 0, length; index < text.Length; index += length)
        {
            length = LengthAt(text.Text, index);
            characters.Add(text.Slice(index, length));
        }

        return characters;
    }

    private static bool HasPairs(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>Units of the code point at a UTF-16 offset: 2 for a surrogate pair, else 1.</summary>
    public static int LengthAt(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
}
