using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>Reads access tokens of outside issuers. Those that hold are remembered until they expire, for an hour at most; others are looked at anew each time.</summary>
/// <remarks>Thread-safe. A remembered token costs a look-up.</remarks>
internal sealed class IssuerTokens(TrustedIssuers issuers, TimeProvider time)
{
    private const int MaxKnown = 10_000;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // After it, keys that the issuer has taken back count.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly string[] TokenTypes = ["at+jwt", "application/at+jwt", "JWT"];
    private static readonly ImmutableArray<string> AllScopes = [.. KeyScopes.All, GatewayScopes.Admin];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly ConcurrentDictionary<TokenHash, Known> _known = new();

    /// <summary>Algorithms that tokens may be signed by: those whose keys can't be made from what is public.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    /// <summary>A token that was read before and still holds; null for none.</summary>
    public AccessToken? Find(TokenHash hash) => _known.TryGetValue(hash, out var known) && time.GetUtcNow() < known.Until ? known.Token : null;

    /// <summary>The issuer that a token says it is of.</summary>
    /// <param name="jwt">What the client sent; anything.</param>
    /// <param name="token">The token, of which nothing is checked.</param>
    /// <returns>Null if it is no token, or says that it is of somebody else.</returns>
    public TrustedIssuer? IssuerOf(ReadOnlyMemory<char> jwt, out JsonWebToken? token)
    {
        token = null;
        if (issuers.All.Count == 0)
        {
            return null;
        }

        try
        {
            token = Handler.ReadJsonWebToken(jwt.ToString());
            return issuers.Named(token);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or JsonException)
        {
            return null; // Of no shape that a token has.
        }
    }

    /// <summary>Reads a token, makes or finds its user, and gives them the roles that it says.</summary>
    /// <param name="http">The request that it came with.</param>
    /// <param name="issuer">The issuer that it names.</param>
    /// <param name="token">The token, of which nothing is checked.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>What it opens, or why it opens nothing.</returns>
    public async Task<(AccessToken? Token, AuthenticateResult? Refusal)> ReadAsync(HttpContext http, TrustedIssuer issuer, JsonWebToken token, TokenHash hash)
    {
        var options = issuer.Options;
        if (CheckHeader(options, token) is { } wrong)
        {
            return Refuse(issuer, wrong);
        }

        SecurityKey? key;
        try
        {
            key = await issuer.Metadata.FindKeyAsync(token.Kid, http.RequestAborted);
        }
        catch (IssuerUnavailableException e)
        {
            return (null, KeyRefusal.Because(new ApiProblem(503, new ApiError($"{e.Message} Its token can't be checked. Try again shortly.", "server_error", null, "issuer_unavailable"), retryAfter: 10)));
        }

        if (key is null)
        {
            return Refuse(issuer, "it is signed with a key that the issuer does not have");
        }

        var configuration = await issuer.Metadata.GetConfigurationAsync(http.RequestAborted);
        var result = await Handler.ValidateTokenAsync(token, RulesOf(options, configuration.Issuer, key));
        if (!result.IsValid)
        {
            return Refuse(issuer, Explain(result.Exception));
        }

        var claims = IssuerClaims.Of(token);
        if (CheckPayload(options, token, claims) is { } unfit)
        {
            return Refuse(issuer, unfit);
        }

        var now = time.GetUtcNow();
        if (IssuedPerson.Read(options, claims, IssuedAt(token, now), out var problem) is not { } person)
        {
            return Refuse(issuer, problem!);
        }

        var (user, refusal) = await http.RequestServices.GetRequiredService<IssuerUsers>().AdmitAsync(http, issuer, person);
        if (user is null)
        {
            return (null, KeyRefusal.Because(ApiProblem.Forbidden(refusal!.Message, null, refusal.Code)));
        }

        var expires = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
        AccessToken opened = new(user.Id, person.TenantId, options.TokenScopes.Count > 0 ? [.. options.TokenScopes] : AllScopes, null, issuer.Name, expires) { OfOutsideIssuer = true };
        MakeRoom(now);
        _known[hash] = new Known(opened, expires < now + Remembered ? expires : now + Remembered);
        return (opened, null);
    }

    /// <summary>When a token was issued: not in the future, and now if it does not say.</summary>
    public static DateTimeOffset IssuedAt(JsonWebToken token, DateTimeOffset now) =>
        token.IssuedAt == DateTime.MinValue || token.IssuedAt > now.UtcDateTime ? now : new DateTimeOffset(token.IssuedAt, TimeSpan.Zero);

    private static string? CheckHeader(IssuerOptions options, JsonWebToken token) =>
        options.Audiences.Count == 0 ? "the gateway takes no access tokens of it, only sign-ins"
        : !Algorithms.Contains(token.Alg) ? "it is not signed by an algorithm that the gateway takes: ES, RS or PS with 256, 384 or 512 bits"
        : token.TryGetHeaderValue<object>("crit", out _) ? "its header asks for what the gateway does not know (crit)"
        : !string.IsNullOrEmpty(token.Typ) && !TokenTypes.Contains(token.Typ, StringComparer.OrdinalIgnoreCase) ? "it is no access token"
        : null;

    // Identity tokens say who signed in to some application; they are no keys. Tokens that are bound to a key (DPoP, mutual TLS) open nothing for who shows no such key.
    private static string? CheckPayload(IssuerOptions options, JsonWebToken token, IssuerClaims claims)
    {
        var says = claims.Text("typ");
        var isAccess = token.Typ?.EndsWith("at+jwt", StringComparison.OrdinalIgnoreCase) == true || says == "Bearer";
        var isIdentity = says == "ID" || token.Audiences.Contains(options.ClientId) || (!isAccess && (claims.Has("nonce") || claims.Has("at_hash") || claims.Has("c_hash")));
        return isIdentity ? "it is an identity token, not an access token"
            : claims.Has("cnf") ? "it is bound to a key of its holder, which the gateway does not ask for"
            : null;
    }

    private TokenValidationParameters RulesOf(IssuerOptions options, string issuer, SecurityKey key) => new()
    {
        ValidAlgorithms = Algorithms,
        ValidAudiences = options.Audiences,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TryAllIssuerSigningKeys = false,
        IssuerSigningKeyResolver = (_, _, _, _) => [key],
        IssuerValidator = (found, _, _) => found == issuer ? found : throw new SecurityTokenInvalidIssuerException(),
        LifetimeValidator = (from, until, _, _) => IsNow(from, until),
    };

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is null || from - Skew <= now);
    }

    private static string Explain(Exception? failure) => failure switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException or SecurityTokenNotYetValidException => "it has expired, says no expiry, or does not hold yet",
        SecurityTokenInvalidAudienceException => "it is made out to another audience",
        SecurityTokenInvalidIssuerException => "its issuer is not written as the issuer itself writes it",
        _ => "its signature is not the issuer's",
    };

    private static (AccessToken? Token, AuthenticateResult? Refusal) Refuse(TrustedIssuer issuer, string why) =>
        (null, KeyRefusal.Guess($"This access token of the issuer '{issuer.Name}' opens nothing: {why}. Get a new one there."));

    private void MakeRoom(DateTimeOffset now)
    {
        if (_known.Count < MaxKnown)
        {
            return;
        }

        foreach (var entry in _known.Where(entry => entry.Value.Until <= now))
        {
            _known.TryRemove(entry);
        }

        // Reading a token again costs less than memory without end.
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }
    }

    private sealed record Known(AccessToken Token, DateTimeOffset Until);
}
