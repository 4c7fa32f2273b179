using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Grains.Keys;

/// <summary>SHA-256 of a secret, to look keys up by without making a text of it.</summary>
internal readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    private const int StackBytes = 128;

    /// <summary>The hash of a secret.</summary>
    /// <remarks>A plain hash is enough: 256 random bits can't be guessed, so nothing has to be slow.</remarks>
    public static KeyHash Of(ReadOnlySpan<char> secret)
    {
        Span<byte> utf8 = stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetByteCount(secret);
        var bytes = length <= utf8.Length ? utf8[..length] : new byte[length];
        Encoding.UTF8.GetBytes(secret, bytes);
        Span<ulong> hash = stackalloc ulong[4];
        SHA256.HashData(bytes, MemoryMarshal.AsBytes(hash));
        return new KeyHash(hash[0], hash[1], hash[2], hash[3]);
    }

    /// <summary>The hash that <see cref="ToString"/> wrote.</summary>
    public static KeyHash Parse(string text)
    {
        Span<ulong> hash = stackalloc ulong[4];
        Convert.FromHexString(text, MemoryMarshal.AsBytes(hash), out _, out _);
        return new KeyHash(hash[0], hash[1], hash[2], hash[3]);
    }

    // Every part of a hash is as random as the whole.
    public override int GetHashCode() => (int)A;

    /// <summary>Lower-case hexadecimal, as grains are keyed by.</summary>
    public override string ToString() => Convert.ToHexStringLower(MemoryMarshal.AsBytes<ulong>([A, B, C, D]));
}
