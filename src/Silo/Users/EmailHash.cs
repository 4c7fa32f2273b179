using System.Security.Cryptography;
using System.Text;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Users;

/// <summary>Hashes e-mail addresses under a secret of the gateway: who has the database alone can't try addresses out.</summary>
internal sealed class EmailHash(DataKeys keys)
{
    // A key of its own: rotating others leaves it alone.
    private const string Owner = "$email";
    private byte[]? _secret;

    /// <param name="normalized">As Identity normalises it.</param>
    /// <param name="cancellationToken">Stops reading the secret.</param>
    public async ValueTask<string> OfAsync(string normalized, CancellationToken cancellationToken)
    {
        var secret = _secret ??= await keys.DeriveAsync(Owner, "users/email", cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(normalized)));
    }
}
