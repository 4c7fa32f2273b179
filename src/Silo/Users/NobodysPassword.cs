using System.Security.Cryptography;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Users;

/// <summary>A password that nobody has, to be compared with where there is no user.</summary>
internal sealed class NobodysPassword(IPasswordHasher<GatewayUser> hasher)
{
    private const int MaxLength = 1000;
    private static readonly GatewayUser Nobody = new(
        new UserRow { Id = "", EmailHash = "", Sealed = [], SecurityStamp = "", CreatedAt = DateTimeOffset.UnixEpoch }, new UserProfile { Email = "" });

    private readonly Lazy<string> _hash = new(() => hasher.HashPassword(Nobody, RandomNumberGenerator.GetHexString(32)));

    public void Verify(string password) => hasher.VerifyHashedPassword(Nobody, _hash.Value, password.Length > MaxLength ? password[..MaxLength] : password);
}
