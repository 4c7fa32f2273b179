using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Grains.Keys;

/// <summary>The form of a key's secret: a kind, 43 random characters (256 bits) and 6 that check the rest.</summary>
public static class ApiKeySecret
{
    /// <summary>Kind of the keys that applications use.</summary>
    public const string TenantKind = "sk-gw-";

    /// <summary>Kind of the keys that administer the gateway.</summary>
    public const string AdminKind = "ak-gw-";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);
    private static readonly uint[] CrcTable = MakeCrcTable();
    private const int RandomLength = 43;
    private const int CheckLength = 6;
    private const int PrefixLength = 4;

    /// <summary>A new secret.</summary>
    /// <param name="kind"><see cref="TenantKind"/> or <see cref="AdminKind"/>.</param>
    public static string Create(string kind)
    {
        var body = kind + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        Span<char> check = stackalloc char[CheckLength];
        Check(body, check);
        return string.Concat(body, check);
    }

    /// <summary>Whether a text can be a secret of this kind. A typo can't: it is refused without asking anyone.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> secret, string kind)
    {
        if (secret.Length != kind.Length + RandomLength + CheckLength || !secret.StartsWith(kind) || secret[kind.Length..].ContainsAnyExcept(Allowed))
        {
            return false;
        }

        Span<char> check = stackalloc char[CheckLength];
        Check(secret[..^CheckLength], check);
        return secret[^CheckLength..].SequenceEqual(check);
    }

    /// <summary>What is stored instead of the secret: its SHA-256 in lower-case hexadecimal.</summary>
    /// <remarks>A plain hash is enough: 256 random bits can't be guessed, so nothing has to be slow.</remarks>
    public static string Hash(ReadOnlySpan<char> secret) => KeyHash.Of(secret).ToString();

    /// <summary>The beginning that lists show, enough to recognise a key.</summary>
    public static string Prefix(string secret) => secret[..(secret.IndexOf("gw-", StringComparison.Ordinal) + 3 + PrefixLength)];

    private static void Check(ReadOnlySpan<char> body, Span<char> check)
    {
        Span<byte> utf8 = stackalloc byte[64];
        var value = Crc32(utf8[..Encoding.UTF8.GetBytes(body, utf8)]);
        for (var i = check.Length - 1; i >= 0; i--)
        {
            check[i] = Alphabet[(int)(value % (uint)Alphabet.Length)];
            value /= (uint)Alphabet.Length;
        }
    }

    // The usual reflected CRC-32 (ISO 3309).
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ CrcTable[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }

            table[i] = crc;
        }

        return table;
    }
}
