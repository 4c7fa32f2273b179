using System.Text;

namespace LlmGateway.Storage;

/// <summary>Texts as PostgreSQL can hold them: in UTF-8 and without the character NUL, which clients may well send.</summary>
internal static class PostgresText
{
    /// <summary>The text with a replacement character (U+FFFD) in place of what can't be stored.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder clean = new(text.Length);
        foreach (var rune in text.EnumerateRunes()) // Halves of pairs come as U+FFFD.
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
