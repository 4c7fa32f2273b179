using System.Collections.Frozen;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Users;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>The issuers of the settings.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private const int MaxDocumentBytes = 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxDocumentBytes,
    };

    private readonly FrozenDictionary<string, TrustedIssuer> _byAddress;

    public TrustedIssuers(IOptions<GatewayOptions> options, TimeProvider time, ILogger<TrustedIssuers> logger)
    {
        All = [.. options.Value.Issuers.Select(issuer => new TrustedIssuer(issuer, new IssuerMetadata(issuer, _http, time, logger)))];
        _byAddress = All.ToFrozenDictionary(issuer => issuer.Address, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of the settings.</summary>
    public IReadOnlyList<TrustedIssuer> All { get; }

    /// <summary>What issuers are asked with.</summary>
    public HttpClient Http => _http;

    /// <summary>The issuer of a name; null if there is none.</summary>
    public TrustedIssuer? Find(string? name) => All.FirstOrDefault(issuer => issuer.Name == name);

    /// <summary>The issuer whose sign-ins have a scheme.</summary>
    public TrustedIssuer OfScheme(string scheme) => All.First(issuer => issuer.Scheme == scheme);

    /// <summary>The issuer that a token says it is of, which nobody has checked yet; null for none of these.</summary>
    public TrustedIssuer? Named(JsonWebToken token) => token.Issuer is { Length: > 0 } name ? _byAddress.GetValueOrDefault(IssuerRules.Canonical(name)) : null;

    /// <summary>Through whom a user signs in who has no password here; null for users who have one, or wait for one.</summary>
    public string? NameFor(GatewayUser user) => user.Row.PasswordHash is null && user.Profile.Identities is { Count: > 0 } known
        ? string.Join(" or ", known.Select(identity => _byAddress.GetValueOrDefault(identity.Issuer)?.DisplayName ?? identity.Issuer).Distinct())
        : null;

    public void Dispose() => _http.Dispose();
}
