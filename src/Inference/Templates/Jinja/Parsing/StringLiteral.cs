using System.Globalization;
using System.Text;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Escapes of Python's string literals.</summary>
internal static class StringLiteral
{
    /// <summary>The value of what stands between the quotes.</summary>
    /// <exception cref="TemplateException">A numeric escape is cut short or no character.</exception>
    public static string Unescape(string source, int line)
    {
        if (!source.Contains('\\', StringComparison.Ordinal))
        {
            return source;
        }

        var value = new StringBuilder(source.Length);
        for (var index = 0; index < source.Length; index++)
        {
            if (source[index] != '\\' || index + 1 == source.Length)
            {
                value.Append(source[index]);
                continue;
            }

            var escape = source[++index];
            var digits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                AppendCodePoint(value, source, index + 1, digits, line);
                index += digits;
            }
            else if (Simple(escape) is { } simple)
            {
                value.Append(simple);
            }
            else
            {
                value.Append('\\').Append(escape); // Python keeps unknown escapes as they are.
            }
        }

        return value.ToString();
    }

    private static string? Simple(char escape) => escape switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\\' => "\\",
        '\'' => "'",
        '"' => "\"",
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'v' => "\v",
        '0' => "\0",
        '\n' => "",
        _ => null,
    };

    private static void AppendCodePoint(StringBuilder value, string source, int start, int digits, int line)
    {
        if (start + digits > source.Length
            || !int.TryParse(source.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF)
        {
            throw new TemplateException("Invalid escape in a string", line);
        }

        if (code > 0xFFFF)
        {
            value.Append(char.ConvertFromUtf32(code));
        }
        else
        {
            value.Append((char)code); // Half a pair is allowed: its other half may follow.
        }
    }
}
