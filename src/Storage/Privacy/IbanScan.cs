namespace LlmGateway.Storage;

/// <summary>International bank account numbers: of a known country's length, and with the right checksum (ISO 13616).</summary>
internal static class IbanScan
{
    private static readonly Dictionary<int, int> Lengths = Table(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 "
        + "GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 "
        + "OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    /// <summary>How long the number at the beginning of the text is; 0 if there is none.</summary>
    public static int At(ReadOnlySpan<char> text)
    {
        if (text.Length < 15 || !char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3]) || !Lengths.TryGetValue(Country(text[0], text[1]), out var wanted))
        {
            return 0;
        }

        Span<char> number = stackalloc char[40];
        var (count, i) = (0, 0);
        for (; i < text.Length && count < wanted; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                number[count++] = char.ToUpperInvariant(text[i]);
            }
            else if (text[i] is not (' ' or '-' or '\u00a0') || !char.IsAsciiLetterOrDigit(text[i - 1]))
            {
                return 0;
            }
        }

        return count == wanted && (i == text.Length || !char.IsLetterOrDigit(text[i])) && Checks(number[..count]) ? i : 0;
    }

    private static bool Checks(ReadOnlySpan<char> number)
    {
        var rest = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    private static int Country(char first, char second) => (char.ToUpperInvariant(first) << 16) | char.ToUpperInvariant(second);

    private static Dictionary<int, int> Table(string text) => text.Split(' ').ToDictionary(entry => Country(entry[0], entry[1]), entry => int.Parse(entry[2..]));
}
