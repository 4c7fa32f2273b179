using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Silo.OAuth;

/// <summary>The SHA-256 of a token.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    private const int StackBytes = 2048;

    /// <summary>The hash of a token; null if the text can't be one.</summary>
    public static TokenHash? Of(ReadOnlySpan<char> token)
    {
        byte[]? rented = null;
        var bytes = token.Length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            if (Ascii.FromUtf16(token, bytes, out var written) != OperationStatus.Done)
            {
                return null;
            }

            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes[..written], hash);
            return new TokenHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }
}
