using System.Buffers;
using System.Text;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>What is wrong with what is said of an OAuth client.</summary>
internal static class OAuthClientRules
{
    private const int MaxName = 200;
    private const int MaxUris = 20;
    private const int MaxUri = 2000;
    private const string ShortDeviceCode = "device_code";
    private static readonly SearchValues<char> Refused = SearchValues.Create("*#\\ \"'<>;,");
    private static readonly string[] Known = [GrantTypes.AuthorizationCode, GrantTypes.ClientCredentials, ShortDeviceCode, GrantTypes.RefreshToken];

    /// <summary>What a client may ask for if nobody says otherwise.</summary>
    public static IReadOnlyList<string> DefaultScopes { get; } = [.. GatewayScopes.Identity, .. KeyScopes.All];

    /// <summary>The protocol's name of a flow.</summary>
    public static string LongName(string grantType) => grantType == ShortDeviceCode ? GrantTypes.DeviceCode : grantType;

    /// <summary>Our name of a flow.</summary>
    public static string ShortName(string grantType) => grantType == GrantTypes.DeviceCode ? ShortDeviceCode : grantType;

    /// <summary>Reads what is said; the answer where it can't be.</summary>
    public static Parsed<OAuthClientShape> Read(string name, IReadOnlyList<string?>? grantTypes, IReadOnlyList<string?>? redirectUris, IReadOnlyList<string?>? scopes, bool confidential)
    {
        if (CheckName(name) is { } badName)
        {
            return badName;
        }

        if (grantTypes is null or { Count: 0 } || grantTypes.Count > Known.Length || !grantTypes.All(type => Known.Contains(type)))
        {
            return ApiProblem.BadRequest($"'grant_types' must name some of: {string.Join(", ", Known)}.", "grant_types");
        }

        if (scopes is { Count: 0 } || scopes?.Count > GatewayScopes.All.Length || scopes?.All(scope => scope is not null && GatewayScopes.All.Contains(scope)) == false)
        {
            return ApiProblem.BadRequest($"'scopes' must name some of: {string.Join(", ", GatewayScopes.All)}.", "scopes");
        }

        OAuthClientShape shape = new()
        {
            Name = name.Trim(),
            GrantTypes = [.. grantTypes.OfType<string>().Select(LongName).Distinct()],
            RedirectUris = [.. (redirectUris ?? []).Select(uri => uri ?? "").Distinct()],
            Scopes = scopes is null ? DefaultScopes : [.. scopes.OfType<string>().Distinct()],
            Confidential = confidential,
        };
        return (CheckFlows(shape) ?? CheckUris(shape)) is { } problem ? problem : shape;
    }

    private static ApiProblem? CheckName(string? name) => name?.Trim().Length is > 0 and <= MaxName && !name.Any(char.IsControl)
        ? null
        : ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name");

    private static ApiProblem? CheckFlows(OAuthClientShape shape)
    {
        bool Has(string type) => shape.GrantTypes.Contains(type);
        return Has(GrantTypes.ClientCredentials) && !shape.Confidential
            ? ApiProblem.BadRequest("'client_credentials' needs a client that can keep a secret: set 'confidential'.", "grant_types")
            : Has(GrantTypes.RefreshToken) && !Has(GrantTypes.AuthorizationCode) && !Has(GrantTypes.DeviceCode)
            ? ApiProblem.BadRequest("'refresh_token' needs 'authorization_code' or 'device_code', which give the first one.", "grant_types")
            : null;
    }

    private static ApiProblem? CheckUris(OAuthClientShape shape) =>
        shape.GrantTypes.Contains(GrantTypes.AuthorizationCode) != (shape.RedirectUris.Count > 0)
            ? ApiProblem.BadRequest("'redirect_uris' belong to 'authorization_code': name one at least for it, and none without it.", "redirect_uris")
            : shape.RedirectUris.Count > MaxUris || !shape.RedirectUris.All(IsRedirect)
            ? ApiProblem.BadRequest(
                $"'redirect_uris' must be at most {MaxUris} absolute https addresses of at most {MaxUri} characters, without wildcards, fragments and user names; http is for loopback addresses only.", "redirect_uris")
            : null;

    private static bool IsRedirect(string text) =>
        text.Length <= MaxUri
        && Ascii.IsValid(text)
        && !text.AsSpan().ContainsAny(Refused)
        && !text.Any(char.IsControl)
        && (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { UserInfo: "", Host.Length: > 0 }
        && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback);
}
