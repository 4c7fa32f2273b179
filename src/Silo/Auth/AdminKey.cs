using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Silo.Auth;

/// <summary>The operator's key. Only its hash is kept in memory, and compared in constant time.</summary>
internal sealed class AdminKey(string secret)
{
    private const int StackBytes = 256;
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public bool Matches(ReadOnlySpan<char> candidate)
    {
        Span<byte> utf8 = stackalloc byte[StackBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetByteCount(candidate);
        var bytes = length <= StackBytes ? utf8[..length] : new byte[length];
        Encoding.UTF8.GetBytes(candidate, bytes);
        SHA256.HashData(bytes, hash);
        return CryptographicOperations.FixedTimeEquals(_hash, hash);
    }
}
