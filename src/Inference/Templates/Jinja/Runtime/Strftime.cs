using System.Globalization;
using System.Text;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>C's <c>strftime</c> in the English of the C locale.</summary>
internal static class Strftime
{
    private const int LongestFormat = 1000;

    /// <exception cref="RenderFailure">A conversion is unknown, or the format longer than 1000 characters.</exception>
    public static string Format(DateTimeOffset time, string format)
    {
        if (format.Length > LongestFormat)
        {
            throw new RenderFailure($"strftime formats are limited to {LongestFormat} characters");
        }

        var text = new StringBuilder();
        for (var index = 0; index < format.Length; index++)
        {
            if (format[index] != '%' || index + 1 == format.Length)
            {
                text.Append(format[index]);
                continue;
            }

            var bare = format[index + 1] == '-' && index + 2 < format.Length; // "%-d": without leading zeroes.
            index += bare ? 2 : 1;
            var part = Part(time, format[index]);
            text.Append(bare && part.Length > 1 ? part[..^1].TrimStart('0') + part[^1] : part);
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset time, char conversion) => conversion switch
    {
        'Y' => Net(time, "yyyy"),
        'y' => Net(time, "yy"),
        'm' => Net(time, "MM"),
        'd' => Net(time, "dd"),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'M' => Net(time, "mm"),
        'S' => Net(time, "ss"),
        'f' => Net(time, "ffffff"),
        'p' => Net(time, "tt"),
        'A' => Net(time, "dddd"),
        'a' => Net(time, "ddd"),
        'B' => Net(time, "MMMM"),
        'b' or 'h' => Net(time, "MMM"),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'u' => (time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'F' => Net(time, "yyyy-MM-dd"),
        'T' => Net(time, "HH:mm:ss"),
        'R' => Net(time, "HH:mm"),
        'D' or 'x' => Net(time, "MM/dd/yy"),
        'X' => Net(time, "HH:mm:ss"),
        'c' => $"{Net(time, "ddd MMM")} {time.Day,2} {Net(time, "HH:mm:ss yyyy")}",
        'z' => Net(time, "zzz").Replace(":", "", StringComparison.Ordinal),
        'Z' => time.Offset == TimeSpan.Zero ? "UTC" : Net(time, "zzz"),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => throw new RenderFailure($"strftime does not know %{conversion}"),
    };

    private static string Net(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
