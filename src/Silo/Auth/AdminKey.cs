using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Silo.Auth;

/// <summary>The operator's key. Only its hash is kept in memory, and compared in constant time.</summary>
internal sealed class AdminKey(string secret)
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public bool Matches(ReadOnlySpan<char> candidate)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(candidate.ToArray()), hash);
        return CryptographicOperations.FixedTimeEquals(_hash, hash);
    }
}
