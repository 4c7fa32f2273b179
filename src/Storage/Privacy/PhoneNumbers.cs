namespace LlmGateway.Storage;

/// <summary>Phone numbers: international ones (E.164, with + or 00), North American ones, and those with a leading zero that most of Europe writes.</summary>
internal static class PhoneNumbers
{
    /// <summary>The length in the text of the longest phone number that begins here; 0 if there is none.</summary>
    public static int Match(DigitGroups groups)
    {
        for (var last = groups.Counts.Count - 1; last >= 0; last--)
        {
            if (groups.Final[last] && IsClosed(groups, last) && IsPhone(groups, last))
            {
                return groups.Ends[last];
            }
        }

        return 0;
    }

    // A bracket around more than the number is not part of it.
    private static bool IsClosed(DigitGroups groups, int last) =>
        !groups.Prefix.Contains('(') || groups.Separators.Take(last).Any(separator => separator.Contains(')'));

    private static bool IsPhone(DigitGroups groups, int last)
    {
        var (digits, count) = (groups.Digits, groups.Counts[last]);
        if (groups.Prefix.Contains('+'))
        {
            return count is >= 9 and <= 15 && digits[0] != '0' && (digits[0] != '1' || count == 11);
        }

        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            return count is >= 11 and <= 17 && digits[2] != '0' && groups.Size(0) != 3;
        }

        return digits[0] == '0' ? IsTrunk(groups, last, count) : IsNorthAmerican(groups, last);
    }

    // 030 1234567, (020) 7946 0958, 0170-1234567, 07911 123456, 01701234567, 06 12 34 56 78.
    private static bool IsTrunk(DigitGroups groups, int last, int count)
    {
        if (IsDate(groups))
        {
            return false;
        }

        if (last == 0)
        {
            return count is >= 10 and <= 12;
        }

        if (groups.Size(0) == 2 && !groups.Prefix.Contains('('))
        {
            // Pairs are a phone number only if there are five, or a list of numbers would be one.
            for (var i = 1; i <= last; i++)
            {
                if (groups.Size(i) != 2)
                {
                    return false;
                }
            }

            return last == 4 && !(groups.Counts.Count > 5 && groups.Size(5) == 2);
        }

        return count is >= 9 and <= 13 && groups.Size(0) is >= 3 and <= 6 && groups.Size(1) >= 2 && groups.Size(last) >= 2;
    }

    // (212) 555-0199, 212-555-0199, 212.555.0199, 1-800-555-0199.
    private static bool IsNorthAmerican(DigitGroups groups, int last)
    {
        var first = groups.Digits[0] == '1' && groups.Size(0) == 1 ? 1 : 0;
        return last == first + 2
            && groups.Size(first) == 3 && groups.Size(first + 1) == 3 && groups.Size(last) == 4
            && groups.Digits[groups.Counts[first] - 3] >= '2' && groups.Digits[groups.Counts[first + 1] - 3] >= '2';
    }

    // 01.02.2026, 01/02/2026 or 01-02-2026.
    private static bool IsDate(DigitGroups groups) =>
        groups.Counts.Count >= 3 && groups.Size(0) == 2 && groups.Size(1) <= 2 && groups.Size(2) == 4 && groups.Separators[0] is "." or "/" or "-";
}
