using System.Collections.Concurrent;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>Reads access tokens that this gateway gave out. Those that hold are remembered until they expire; others are looked at anew each time.</summary>
/// <remarks>Thread-safe. A remembered token costs a hash and a look-up.</remarks>
internal sealed class AccessTokens
{
    /// <summary>A client whose tokens are looked at anew.</summary>
    public const string ClientMemory = "oauth-client";

    /// <summary>A token that is looked at anew.</summary>
    public const string TokenMemory = "oauth-token";

    /// <summary>An authorization whose tokens are looked at anew.</summary>
    public const string AuthorizationMemory = "oauth-authorization";

    private const int MaxLength = 8 * 1024;
    private const int MaxKnown = 10_000;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly ConcurrentDictionary<TokenHash, Known> _known = new();
    private readonly OAuthClients _clients;
    private readonly TimeProvider _time;
    private readonly TokenValidationParameters _rules;
    private long _forgotten;

    public AccessTokens(OAuthKeys keys, OAuthClients clients, IOptions<GatewayOptions> options, TimeProvider time)
    {
        (_clients, _time) = (clients, time);
        var issuer = options.Value.PublicUrl is { } url ? new Uri(url).AbsoluteUri : null;
        _rules = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [JsonWebTokenTypes.AccessToken],
            ValidAudience = GatewayScopes.Audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, id, _) => keys.FindSigning(id) is { } key ? [key] : [],
            // Without a fixed address tokens are issued under the one that each client used; the signature says that it was us.
            IssuerValidator = (found, _, _) => issuer is null || found == issuer ? found : throw new SecurityTokenInvalidIssuerException(),
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        };
    }

    /// <summary>How many tokens are remembered.</summary>
    public int Count => _known.Count;

    /// <summary>A token that was read before and still holds; null for none.</summary>
    public AccessToken? Find(TokenHash hash) => _known.TryGetValue(hash, out var known) && _time.GetUtcNow() < known.Token.ExpiresAt ? known.Token : null;

    /// <summary>Reads a token: signature, issuer, audience, type, times, and whether it was revoked.</summary>
    /// <param name="jwt">What the client sent; anything.</param>
    /// <returns>Null if it does not hold.</returns>
    public ValueTask<AccessToken?> ReadAsync(ReadOnlyMemory<char> jwt)
    {
        if (jwt.Length is 0 or > MaxLength || TokenHash.Of(jwt.Span) is not { } hash)
        {
            return ValueTask.FromResult<AccessToken?>(null);
        }

        return Find(hash) is { } known ? ValueTask.FromResult<AccessToken?>(known) : ReadAsync(jwt.ToString(), hash);
    }

    /// <summary>Looks at a client's tokens anew, such as after it was removed.</summary>
    public void Forget(string clientId) => Forget(known => known.Token.ClientId == clientId);

    /// <summary>Looks at a token anew after it was revoked.</summary>
    /// <param name="tokenId">The id of its row.</param>
    public void ForgetToken(string tokenId) => Forget(known => known.TokenId == tokenId);

    /// <summary>Looks at the tokens of an authorization anew after they were revoked.</summary>
    public void ForgetAuthorization(string authorizationId) => Forget(known => known.AuthorizationId == authorizationId);

    // Who read a token's row before it was revoked must not remember it after: each notes the count before, and compares it when the token is remembered.
    private void Forget(Func<Known, bool> gone)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var entry in _known)
        {
            if (gone(entry.Value))
            {
                _known.TryRemove(entry);
            }
        }
    }

    private async ValueTask<AccessToken?> ReadAsync(string jwt, TokenHash hash)
    {
        var forgotten = Interlocked.Read(ref _forgotten);
        var result = await Handler.ValidateTokenAsync(jwt, _rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || Open(token) is not { } known || !await _clients.IsTokenValidAsync(known.TokenId))
        {
            return null;
        }

        MakeRoom();
        _known[hash] = known;
        if (Interlocked.Read(ref _forgotten) != forgotten)
        {
            _known.TryRemove(hash, out _);
        }

        return known.Token;
    }

    private static Known? Open(JsonWebToken token) =>
        Text(token, Claims.Subject) is { } subject && Text(token, Claims.ClientId) is { } client && Text(token, Claims.Private.TokenId) is { } id
            ? new Known(
                new AccessToken(
                    subject,
                    Text(token, Auth.GatewayClaims.Tenant),
                    [.. (Text(token, Claims.Scope) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                    Text(token, Auth.GatewayClaims.Session),
                    client,
                    new DateTimeOffset(token.ValidTo, TimeSpan.Zero)),
                id,
                Text(token, Claims.Private.AuthorizationId))
            : null;

    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var text) && text is { Length: > 0 } ? text : null;

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is null || from - Skew <= now);
    }

    private void MakeRoom()
    {
        if (_known.Count < MaxKnown)
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var entry in _known)
        {
            if (entry.Value.Token.ExpiresAt <= now)
            {
                _known.TryRemove(entry);
            }
        }

        // Reading a token again costs less than memory without end.
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }
    }

    private sealed record Known(AccessToken Token, string TokenId, string? AuthorizationId);
}
