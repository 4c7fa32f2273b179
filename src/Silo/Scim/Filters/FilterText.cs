using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace LlmGateway.Silo.Scim.Filters;

/// <summary>The characters of a filter or path, taken piece by piece.</summary>
/// <param name="text">The filter.</param>
/// <param name="mistake">Makes the exception for a mistake in it.</param>
internal sealed class FilterText(string text, Func<string, ScimException> mistake)
{
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789$_-:.+");
    private int _position;

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => Peek() == '\0' && _position >= text.Length;

    /// <summary>The next character that is no blank; zero at the end.</summary>
    public char Peek()
    {
        while (_position < text.Length && text[_position] == ' ')
        {
            _position++;
        }

        return _position < text.Length ? text[_position] : '\0';
    }

    /// <summary>Takes a character if it is the next.</summary>
    public bool Take(char character)
    {
        if (character == '\0' || Peek() != character)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Takes a character that must be the next.</summary>
    public void Expect(char character)
    {
        if (!Take(character))
        {
            throw Mistake($"'{character}' is missing");
        }
    }

    /// <summary>Takes a word if it is the next.</summary>
    public bool TakeWord(string word)
    {
        var before = _position;
        if (ReadWord().Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _position = before;
        return false;
    }

    /// <summary>Takes a word; empty if there is none.</summary>
    public string ReadWord()
    {
        Peek();
        var rest = text.AsSpan(_position);
        var length = rest.IndexOfAnyExcept(WordCharacters) is var end and >= 0 ? end : rest.Length;
        _position += length;
        return rest[..length].ToString();
    }

    /// <summary>Takes a value: a string, number, truth value or null.</summary>
    /// <returns>A string, double or bool; null for null.</returns>
    public object? ReadValue() => Peek() == '"' ? ReadString() : ReadWord() switch
    {
        "true" => true,
        "false" => false,
        "null" => null,
        var word when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        "" => throw Mistake("a value is missing"),
        var word => throw Mistake($"'{word}' is no value: texts stand in double quotes"),
    };

    /// <summary>A mistake at this place.</summary>
    public ScimException Mistake(string what) => mistake($"{what}, at character {_position + 1} of '{Shown}'.");

    private string Shown => text.Length <= 200 ? text : $"{text[..200]}…";

    private string ReadString()
    {
        var start = _position++;
        while (_position < text.Length && text[_position] != '"')
        {
            _position += text[_position] == '\\' ? 2 : 1;
        }

        if (_position >= text.Length)
        {
            _position = start;
            throw Mistake("the text that begins here has no end");
        }

        _position++;
        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(start, _position - start));
            return json.RootElement.GetString()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or with half a character in it.
            _position = start;
            throw Mistake("the text that begins here can't be read");
        }
    }
}
