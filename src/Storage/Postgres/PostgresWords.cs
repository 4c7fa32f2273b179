using System.Text;

namespace LlmGateway.Storage;

/// <summary>The words of a text, split and folded as SQLite's index does it: letters and digits, in lower case.</summary>
/// <remarks>PostgreSQL's own parser would take <c>ABC-17</c> apart into a word and a negative number.</remarks>
internal static class PostgresWords
{
    // Of a tsvector.
    private const int MaxPosition = 16_383;
    private const int MaxWordBytes = 2046;

    /// <summary>A text for the type <c>tsvector</c>: each word with its places.</summary>
    public static string Vector(string text)
    {
        StringBuilder vector = new(text.Length * 2);
        var place = 0;
        foreach (var word in Split(text))
        {
            vector.Append('\'').Append(word).Append("':").Append(Math.Min(++place, MaxPosition)).Append(' ');
        }

        return vector.ToString();
    }

    /// <summary>A text for the type <c>tsquery</c>: all words, those that were written together in a row.</summary>
    public static string Query(string text)
    {
        var phrases = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(phrase => string.Join(" <-> ", Split(phrase).Select(word => $"'{word}'")))
            .Where(phrase => phrase.Length > 0);
        return string.Join(" & ", phrases.Select(phrase => $"({phrase})"));
    }

    private static IEnumerable<string> Split(string text)
    {
        StringBuilder word = new();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                yield return Take(word);
            }
        }

        if (word.Length > 0)
        {
            yield return Take(word);
        }
    }

    // The same cut for what is stored and what is asked for.
    private static string Take(StringBuilder word)
    {
        var text = word.Length > MaxWordBytes / 4 ? word.ToString(0, MaxWordBytes / 4) : word.ToString();
        word.Clear();
        return PostgresText.Clean(text);
    }
}
