using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Floats as Python's <c>repr</c> writes them.</summary>
internal static class FloatText
{
    public static string Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // Shortest digits that read back, then Python's own choice between plain and scientific notation.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var sign = shortest.StartsWith('-') ? "-" : "";
        var mantissa = shortest[sign.Length..];
        var exponent = 0;
        if (mantissa.IndexOf('E', StringComparison.Ordinal) is var mark and >= 0)
        {
            exponent = int.Parse(mantissa.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        var scale = whole + exponent - leading; // value = 0.digits × 10^scale
        return sign + (scale is > -4 and <= 16 ? Plain(digits, scale) : Scientific(digits, scale - 1));
    }

    private static string Plain(string digits, int scale)
    {
        if (scale <= 0)
        {
            return "0." + new string('0', -scale) + digits;
        }

        return digits.Length <= scale
            ? digits + new string('0', scale - digits.Length) + ".0"
            : digits[..scale] + "." + digits[scale..];
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var size = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{size}";
    }
}
