using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>Codes as a phone makes them: RFC 6238.</summary>
public static class Authenticator
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="key">In base 32.</param>
    /// <param name="periods">How many periods from now.</param>
    public static string Code(string key, int periods = 0)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + periods);
#pragma warning disable CA5350 // RFC 6238 asks for SHA-1 by default, and so do authenticators; as an HMAC it is sound.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("000000");
    }
}
