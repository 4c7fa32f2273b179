namespace LlmGateway.Storage;

/// <summary>Groups of digits: IPv4 addresses, payment cards and phone numbers.</summary>
internal static class NumberScan
{
    /// <summary>The label of the number that begins at a place. Without one, the length is what can be skipped.</summary>
    public static string? At(ReadOnlySpan<char> text, int i, out int length)
    {
        length = 0;
        var previous = i == 0 ? ' ' : text[i - 1];
        var beforePrevious = i < 2 ? ' ' : text[i - 2];
        // Within a decimal or grouped number, an id or a path; or a price.
        var isInside = (previous is '.' or ',' && char.IsAsciiDigit(beforePrevious)) || (previous is '-' or '/' && char.IsLetterOrDigit(beforePrevious)) || char.GetUnicodeCategory(previous) == System.Globalization.UnicodeCategory.CurrencySymbol;
        if (isInside || previous == '+' || !DigitGroups.TryRead(text[i..], out var groups))
        {
            length = Digits(text[i..]);
            return null;
        }

        if (AddressScan.V4(text[i..]) is > 0 and var address)
        {
            length = address;
            return "[ip]";
        }

        if (CardNumbers.Match(groups) is > 0 and var card)
        {
            length = card;
            return "[card]";
        }

        // What follows another group belongs to a longer number, or to a list of them.
        var follows = previous is ' ' or '\u00a0' && char.IsAsciiDigit(beforePrevious);
        if ((groups.Prefix.Length > 0 || !follows) && PhoneNumbers.Match(groups) is > 0 and var phone)
        {
            length = phone;
            return "[phone]";
        }

        // A group may begin what this one did not.
        length = Digits(text[i..]);
        return null;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
