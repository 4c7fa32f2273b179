namespace LlmGateway.Storage;

/// <summary>E-mail addresses.</summary>
internal static class MailScan
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;

    public static List<Finding> Find(ReadOnlySpan<char> text)
    {
        List<Finding> findings = [];
        var from = 0;
        for (var i = 0; i < text.Length;)
        {
            var offset = text[i..].IndexOf('@');
            if (offset < 0)
            {
                break;
            }

            var at = i + offset;
            var start = at;
            while (start > from && at - start < MaxLocal && (char.IsLetterOrDigit(text[start - 1]) || "._%+-'~#!$".Contains(text[start - 1])))
            {
                start--;
            }

            // A quote or the end of a sentence may stand right before it.
            while (start < at && ".'#!$%".Contains(text[start]))
            {
                start++;
            }

            var length = start < at ? Domain(text[(at + 1)..]) : 0;
            if (length > 0)
            {
                from = at + 1 + length;
                findings.Add(new Finding(start, from - start, "[email]"));
                i = from;
            }
            else
            {
                i = from = at + 1;
            }
        }

        return findings;
    }

    // How much of the text is a domain with a dot and an ending of letters.
    private static int Domain(ReadOnlySpan<char> text)
    {
        var (length, label, end) = (0, 0, 0);
        var letters = true; // the label's
        var numbers = 0; // labels of digits only at the beginning
        var digits = true;
        for (; length < text.Length && length <= MaxDomain; length++)
        {
            var c = text[length];
            if (char.IsLetterOrDigit(c))
            {
                letters &= char.IsLetter(c);
                digits &= char.IsAsciiDigit(c);
                if (label > 0 && letters && length - label >= 1)
                {
                    end = length + 1;
                }
                else if (label > 0 && end > label)
                {
                    end = 0; // An ending like "com1" is none.
                }
            }
            else if (c == '.' && length > label)
            {
                numbers += digits ? 1 : 0;
                (label, letters, digits) = (length + 1, true, true);
            }
            else if (c == '-' && length > label)
            {
                letters = digits = false;
            }
            else
            {
                break;
            }
        }

        // A version as in package@1.2.3-beta.rc is no domain.
        return numbers > 1 ? 0 : end;
    }
}
