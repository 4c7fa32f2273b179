using System.Net;
using System.Net.Sockets;

namespace LlmGateway.Storage;

/// <summary>IP addresses, and the UUIDs that must not be taken for something else.</summary>
internal static class AddressScan
{
    public const int UuidLength = 36;
    private const int MaxV6 = 45;

    /// <summary>Whether a UUID begins here.</summary>
    public static bool Uuid(ReadOnlySpan<char> text) =>
        text.Length >= UuidLength && text[8] == '-' && text[13] == '-' && Guid.TryParseExact(text[..UuidLength], "D", out _);

    /// <summary>How long the IPv6 address at the beginning is; 0 if there is none.</summary>
    public static int V6(ReadOnlySpan<char> text)
    {
        var (length, colons, digits) = (0, 0, 0);
        for (; length < text.Length && length < MaxV6 && (char.IsAsciiHexDigit(text[length]) || text[length] is ':' or '.'); length++)
        {
            colons += text[length] == ':' ? 1 : 0;
            digits += char.IsAsciiDigit(text[length]) ? 1 : 0;
        }

        // A sentence may go on behind it.
        while (length > 0 && (text[length - 1] == '.' || (text[length - 1] == ':' && (length < 2 || text[length - 2] != ':'))))
        {
            colons -= text[length - 1] == ':' ? 1 : 0;
            length--;
        }

        // Without a digit it is rather a name such as dead::beef.
        return colons >= 2 && digits > 0 && (length == text.Length || !(char.IsLetterOrDigit(text[length]) || text[length] == '_'))
            && IPAddress.TryParse(text[..length], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? length : 0;
    }

    /// <summary>How long the IPv4 address at the beginning is; 0 if there is none.</summary>
    public static int V4(ReadOnlySpan<char> text)
    {
        var i = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0 && (i >= text.Length || text[i++] != '.'))
            {
                return 0;
            }

            var (value, start) = (0, i);
            while (i < text.Length && i - start < 4 && char.IsAsciiDigit(text[i]))
            {
                value = (value * 10) + text[i++] - '0';
            }

            if (i == start || i - start > 3 || value > 255)
            {
                return 0;
            }
        }

        return i == text.Length || !(char.IsLetterOrDigit(text[i]) || text[i] is '_' or '-' || (text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))) ? i : 0;
    }
}
