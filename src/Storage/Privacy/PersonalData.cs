using System.Buffers;
using System.Text;

namespace LlmGateway.Storage;

/// <summary>Finds what belongs to a person: e-mail addresses, phone numbers, payment cards, IBANs and IP addresses.</summary>
/// <remarks>
/// A scan without backtracking: every place is looked at once, with a bounded look ahead. What it can't tell from ordinary numbers it
/// leaves, such as phone numbers without a sign, a leading zero or separators; names and postal addresses are not looked for.
/// </remarks>
public static class PersonalData
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789@:");

    /// <summary>The text with labels such as <c>[email]</c> in place of personal data; the same text if there is none.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var findings = Find(text);
        if (findings.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var end = 0;
        foreach (var finding in findings)
        {
            result.Append(text, end, finding.Start - end).Append(finding.Label);
            end = finding.End;
        }

        return result.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>What there is, in the text's order, without overlap.</summary>
    internal static IReadOnlyList<Finding> Find(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Signs))
        {
            return [];
        }

        // Addresses first: their local part may look like a number.
        var mails = MailScan.Find(text);
        List<Finding> findings = [];
        var next = 0;
        for (var i = 0; i < text.Length;)
        {
            if (next < mails.Count && i == mails[next].Start)
            {
                findings.Add(mails[next]);
                i = mails[next++].End;
                continue;
            }

            var end = next < mails.Count ? mails[next].Start : text.Length;
            var found = At(text[..end], i, out var length);
            if (found is not null)
            {
                findings.Add(new Finding(i, length, found));
            }

            i += Math.Max(length, 1);
        }

        return findings;
    }

    // The label of what begins here. Without one, the length is what can be skipped.
    private static string? At(ReadOnlySpan<char> text, int i, out int length)
    {
        length = 0;
        var c = text[i];
        var previous = i == 0 ? ' ' : text[i - 1];
        if (!(char.IsAsciiLetterOrDigit(c) || c is '+' or '(' or ':') || char.IsLetterOrDigit(previous) || previous == '_')
        {
            return null;
        }

        var rest = text[i..];
        if (char.IsAsciiHexDigit(c) || c == ':')
        {
            if (AddressScan.Uuid(rest))
            {
                length = AddressScan.UuidLength;
                return null;
            }

            if (previous != ':' && (length = AddressScan.V6(rest)) > 0)
            {
                return "[ip]";
            }
        }

        if (char.IsAsciiLetter(c))
        {
            length = IbanScan.At(rest);
            return length > 0 ? "[iban]" : null;
        }

        return c == ':' ? null : NumberScan.At(text, i, out length);
    }
}
