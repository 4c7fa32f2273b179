using System.Security.Cryptography;

namespace LlmGateway.Storage;

/// <summary>AES-256-GCM with a random nonce: nonce (12 bytes), ciphertext, tag (16 bytes).</summary>
internal static class AesSealing
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>What sealing adds to a text.</summary>
    public const int Overhead = NonceBytes + TagBytes;

    /// <summary>Seals into a buffer of the text's length plus <see cref="Overhead"/>.</summary>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, Span<byte> result)
    {
        var nonce = result[..NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        // An instance is not safe to share, and making one costs about a microsecond.
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, result[NonceBytes..^TagBytes], result[^TagBytes..], associated);
    }

    /// <exception cref="CryptographicException">The value was changed, or sealed under another key or with other associated data.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> associated)
    {
        if (value.Length < Overhead)
        {
            throw new CryptographicException("The sealed value is cut off.");
        }

        var plain = new byte[value.Length - Overhead];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(value[..NonceBytes], value[NonceBytes..^TagBytes], value[^TagBytes..], plain, associated);
        return plain;
    }
}
