using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.OAuth;

/// <summary>A key that tokens are signed or sealed with.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Use"><see cref="Signing"/> or <see cref="Encryption"/>.</param>
/// <param name="From">From when on it is used for new tokens.</param>
/// <param name="Secret">A PKCS#8 private key on curve P-256, or 32 random bytes.</param>
internal sealed record OAuthKey(string Id, string Use, DateTimeOffset From, byte[] Secret)
{
    public const string Signing = "sig";
    public const string Encryption = "enc";

    private const int IdBytes = 12;
    private const int EncryptionBytes = 32;

    /// <summary>How long it is used for new tokens.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(90);

    // Longer than the longest-lived token, a refresh token, with a day to spare.
    private static readonly TimeSpan Rest = OAuthLifetimes.RefreshToken + TimeSpan.FromDays(1);

    /// <summary>The same key for the token library.</summary>
    public SecurityKey Key { get; } = Read(Id, Use, Secret);

    /// <summary>From when on a newer key is used for new tokens.</summary>
    public DateTimeOffset Until => From + Period;

    /// <summary>From when on nothing valid is left that it signed or sealed.</summary>
    public DateTimeOffset GoneAt => Until + Rest;

    public static OAuthKey Create(string use, DateTimeOffset from)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        if (use == Encryption)
        {
            return new OAuthKey(id, use, from, RandomNumberGenerator.GetBytes(EncryptionBytes));
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new OAuthKey(id, use, from, key.ExportPkcs8PrivateKey());
    }

    private static SecurityKey Read(string id, string use, byte[] secret)
    {
        if (use == Encryption)
        {
            return new SymmetricSecurityKey(secret) { KeyId = id };
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(secret, out _);
        return new ECDsaSecurityKey(key) { KeyId = id };
    }
}
