namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Upper and lower case, one character for one: taint stays where it is.</summary>
internal static class TextCase
{
    public static TaintedText Upper(TaintedText text) => text.WithText(text.Text.ToUpperInvariant());

    public static TaintedText Lower(TaintedText text) => text.WithText(text.Text.ToLowerInvariant());

    public static TaintedText Capitalize(TaintedText text) => Map(text, static (_, index) => index == 0);

    /// <summary>Each word with a capital; a word starts behind a character that is not part of one.</summary>
    public static TaintedText Title(TaintedText text, Func<char, bool> isInWord) =>
        Map(text, (source, index) => index == 0 || !isInWord(source[index - 1]));

    public static bool IsUpper(TaintedText text) => text.Text.Any(char.IsUpper) && !text.Text.Any(char.IsLower);

    public static bool IsLower(TaintedText text) => text.Text.Any(char.IsLower) && !text.Text.Any(char.IsUpper);

    private static TaintedText Map(TaintedText text, Func<string, int, bool> isCapital)
    {
        var characters = text.Text.ToCharArray();
        for (var index = 0; index < characters.Length; index++)
        {
            characters[index] = isCapital(text.Text, index)
                ? char.ToUpperInvariant(characters[index])
                : char.ToLowerInvariant(characters[index]);
        }

        return text.WithText(new string(characters));
    }
}
