using System.Security.Cryptography;
using System.Text;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Issuers;

/// <summary>Hashes who somebody is at an issuer under a secret of the gateway: who has the database alone can't try ids out.</summary>
internal sealed class SubjectHash(DataKeys keys)
{
    // A key of its own: rotating others leaves it alone.
    private const string Owner = "$issuers";
    private byte[]? _secret;

    /// <param name="issuer">The issuer's address, which has no line break in it.</param>
    /// <param name="subject">Its id of the user.</param>
    /// <param name="cancellationToken">Stops reading the secret.</param>
    public async ValueTask<string> OfAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        var secret = _secret ??= await keys.DeriveAsync(Owner, "issuers/subject", cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));
    }
}
