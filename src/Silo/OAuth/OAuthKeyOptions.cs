using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace LlmGateway.Silo.OAuth;

/// <summary>Gives the server its keys, and anew when they roll over.</summary>
internal sealed class OAuthKeyOptions(OAuthKeys keys) : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => keys.Watch();

    // The server takes the first of each list for new tokens, and publishes them all.
    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256)));
        options.EncryptionCredentials.AddRange(
            keys.Encryption.Select(key => new EncryptingCredentials(key.Key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)));
    }
}
