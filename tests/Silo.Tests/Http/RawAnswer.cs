using System.Globalization;
using System.Text;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>Takes an HTTP/1.1 answer apart.</summary>
public static class RawAnswer
{
    /// <summary>The answer, or null if it is not whole yet.</summary>
    public static Answer? TryRead(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return Body(headers, bytes[(end + 4)..]) is { } body ? new Answer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body) : null;
    }

    private static string? Body(Dictionary<string, string> headers, ReadOnlySpan<byte> rest)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return rest.Length >= int.Parse(length, CultureInfo.InvariantCulture) ? Encoding.UTF8.GetString(rest) : null;
        }

        List<byte> body = [];
        while (rest.IndexOf("\r\n"u8) is >= 0 and var line)
        {
            var size = int.Parse(rest[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return Encoding.UTF8.GetString([.. body]);
            }

            if (rest.Length < line + 2 + size + 2)
            {
                return null;
            }

            body.AddRange(rest.Slice(line + 2, size));
            rest = rest[(line + 2 + size + 2)..];
        }

        return null;
    }
}
