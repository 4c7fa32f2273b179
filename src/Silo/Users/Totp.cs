using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LlmGateway.Silo.Users;

/// <summary>Codes of authenticators: RFC 6238 with SHA-1, 30 seconds and six digits, as all of them have it.</summary>
internal static class Totp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int PeriodSeconds = 30;
    private const int Digits = 1_000_000;

    /// <summary>The period that a code is of, with a clock up to one period off; null if the code is wrong.</summary>
    public static long? Find(string key, string code, DateTimeOffset now)
    {
        if (code.Length != 6 || !int.TryParse(code, System.Globalization.NumberStyles.None, null, out var number))
        {
            return null;
        }

        var secret = Decode(key);
        var current = now.ToUnixTimeSeconds() / PeriodSeconds;
        long? found = null;
        for (var period = current - 1; period <= current + 1; period++)
        {
            // All three are looked at, so that the time says nothing.
            found = Of(secret, period) == number ? period : found;
        }

        return found;
    }

    private static int Of(byte[] secret, long period)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, period);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // The algorithm of every authenticator; as an HMAC it is sound.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        return (BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue) % Digits;
    }

    private static byte[] Decode(string key)
    {
        var bytes = new byte[key.Length * 5 / 8];
        var (bits, count, index) = (0, 0, 0);
        foreach (var letter in key)
        {
            (bits, count) = (((bits << 5) | Base32.IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF, count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes[index++] = (byte)(bits >> count);
            }
        }

        return bytes;
    }
}
