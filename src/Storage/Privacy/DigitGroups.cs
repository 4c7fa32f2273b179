namespace LlmGateway.Storage;

/// <summary>Digits in groups, as people write long numbers: up to eight groups, with one or two separators between them.</summary>
internal struct DigitGroups
{
    private const int MaxGroups = 8;
    private const int MaxDigits = 28;

    /// <summary>All digits.</summary>
    public string Digits { get; private set; }

    /// <summary>What comes before the first digit: <c>+</c>, <c>(</c> or nothing.</summary>
    public string Prefix { get; private set; }

    /// <summary>What is between the groups, one shorter than them.</summary>
    public List<string> Separators { get; private set; }

    /// <summary>How many digits there are up to the end of each group.</summary>
    public List<int> Counts { get; private set; }

    /// <summary>Where each group ends in the text, with a closing bracket.</summary>
    public List<int> Ends { get; private set; }

    /// <summary>Whether each group ends where a number can: before no letter, no sign of a decimal and no <c>@</c>.</summary>
    public List<bool> Final { get; private set; }

    public static bool TryRead(ReadOnlySpan<char> text, out DigitGroups groups)
    {
        groups = default;
        var i = 0;
        while (i < text.Length && i < 2 && text[i] is '+' or '(')
        {
            i++;
        }

        if (i >= text.Length || !char.IsAsciiDigit(text[i]))
        {
            return false;
        }

        groups = new DigitGroups { Prefix = text[..i].ToString(), Separators = [], Counts = [], Ends = [], Final = [] };
        Span<char> digits = stackalloc char[MaxDigits];
        var count = 0;
        while (groups.Ends.Count < MaxGroups)
        {
            while (i < text.Length && char.IsAsciiDigit(text[i]))
            {
                if (count == MaxDigits)
                {
                    return Finish(ref groups, digits[..(groups.Counts.Count == 0 ? 0 : groups.Counts[^1])]);
                }

                digits[count++] = text[i++];
            }

            groups.Counts.Add(count);
            groups.Ends.Add(i);
            groups.Final.Add(IsEnd(text, i));
            var start = i;
            while (i < text.Length && i - start < 3 && text[i] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00a0')
            {
                i++;
            }

            if (i == start || i >= text.Length || !char.IsAsciiDigit(text[i]))
            {
                break;
            }

            groups.Separators.Add(text[start..i].ToString());
        }

        return Finish(ref groups, digits[..count]);
    }

    /// <summary>How many digits a group has.</summary>
    public readonly int Size(int group) => Counts[group] - (group == 0 ? 0 : Counts[group - 1]);

    private static bool Finish(ref DigitGroups groups, scoped ReadOnlySpan<char> digits)
    {
        groups.Digits = digits.ToString();
        return digits.Length >= 4;
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int i)
    {
        if (i == text.Length)
        {
            return true;
        }

        var c = text[i];
        var next = i + 1 < text.Length ? text[i + 1] : ' ';
        return !(char.IsLetter(c) || c is '_' or '@' or '%' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.CurrencySymbol || (c is ',' or ':' && char.IsAsciiDigit(next)) || (c is '-' && char.IsLetter(next)));
    }
}
