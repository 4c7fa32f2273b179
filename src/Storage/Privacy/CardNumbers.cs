namespace LlmGateway.Storage;

/// <summary>Payment cards: 13 to 19 digits of a known issuer, whole or in the groups that cards have, with the right last digit (ISO/IEC 7812).</summary>
internal static class CardNumbers
{
    /// <summary>The length in the text of the longest card number that begins here; 0 if there is none.</summary>
    public static int Match(DigitGroups groups)
    {
        if (groups.Prefix.Length > 0 || groups.Digits.Length < 13 || !IsIssuer(groups.Digits))
        {
            return 0;
        }

        for (var last = groups.Counts.Count - 1; last >= 0; last--)
        {
            var count = groups.Counts[last];
            if (count is >= 13 and <= 19 && groups.Final[last] && IsGrouped(groups, last) && Checks(groups.Digits.AsSpan(0, count)))
            {
                return groups.Ends[last];
            }
        }

        return 0;
    }

    private static bool IsIssuer(string digits)
    {
        var four = int.Parse(digits.AsSpan(0, 4));
        return digits[0] == '4'
            || four is (>= 2200 and <= 2204) or (>= 2221 and <= 2720) or (>= 3000 and <= 3099) or (>= 3400 and <= 3999) or (>= 5000 and <= 6999) or (>= 8100 and <= 8199);
    }

    // Whole, 4-4-4-… or 4-6-4 or 4-6-5, all by the same single separator.
    private static bool IsGrouped(DigitGroups groups, int last)
    {
        if (last == 0)
        {
            return true;
        }

        for (var i = 0; i < last; i++)
        {
            if (groups.Separators[i] is not (" " or "-" or "\u00a0") || groups.Separators[i] != groups.Separators[0])
            {
                return false;
            }

            if (groups.Size(i) != 4 && !(last == 2 && i == 1 && groups.Size(1) == 6))
            {
                return false;
            }
        }

        return groups.Size(last) <= 4 || (last == 2 && groups.Size(1) == 6 && groups.Size(2) == 5);
    }

    private static bool Checks(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return sum % 10 == 0;
    }
}
