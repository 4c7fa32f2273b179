using System.Globalization;

namespace LlmGateway.Web.Components.Shared;

/// <summary>Amounts of memory in words.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>The size in the largest binary unit that gives at least 1, with one decimal below 100: <c>1.2 GiB</c>, <c>512 MiB</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is below 0.</exception>
    public static string Format(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        double value = bytes;
        int unit = 0;
        // 1023.5 would be rounded to 1024 of its unit.
        while (value >= 1023.5)
        {
            value /= 1024;
            unit++;
        }

        string format = unit == 0 || value >= 99.95 ? "0" : "0.#";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
