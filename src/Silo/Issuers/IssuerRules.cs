using System.Text.RegularExpressions;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.Issuers;

/// <summary>Checks the issuers of the settings, and says everything that is wrong.</summary>
internal static partial class IssuerRules
{
    private const int MaxDisplayName = 60;
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(5);
    private static readonly string[] TokenScopes = [.. KeyScopes.All, GatewayScopes.Admin];

    public static void Check(IList<IssuerOptions> issuers, string? publicUrl, List<string> errors)
    {
        for (var i = 0; i < issuers.Count; i++)
        {
            Check(issuers[i], publicUrl, $"LLMGW:Issuers:{i}", errors);
        }

        Twice(issuers, issuer => issuer.Name, "Name");
        Twice(issuers, issuer => Canonical(issuer.Authority), "Authority");

        void Twice(IEnumerable<IssuerOptions> all, Func<IssuerOptions, string> key, string setting) => errors.AddRange(
            all.GroupBy(key, StringComparer.Ordinal).Where(same => same.Key.Length > 0 && same.Count() > 1)
                .Select(same => $"LLMGW:Issuers has the {setting} '{same.Key}' {same.Count()} times; each issuer has one of its own."));
    }

    /// <summary>An issuer's address without a slash at its end, which some write and some don't.</summary>
    public static string Canonical(string address) => address.EndsWith('/') ? address[..^1] : address;

    private static void Check(IssuerOptions issuer, string? publicUrl, string where, List<string> errors)
    {
        void Expect(bool condition, string setting, string rule)
        {
            if (!condition)
            {
                errors.Add($"{where}:{setting} {rule}.");
            }
        }

        Expect(Name().IsMatch(issuer.Name), "Name", $"'{issuer.Name}' must be 1 to 32 lower-case letters, digits and hyphens");
        Expect(issuer.DisplayName is null || (issuer.DisplayName.Trim().Length is > 0 and <= MaxDisplayName && UserRules.IsPrintable(issuer.DisplayName)), "DisplayName", $"must have 1 to {MaxDisplayName} characters that can be shown");
        Expect(IsAddress(issuer), "Authority", $"'{issuer.Authority}' must be an https address such as https://id.example.org; http is for loopback addresses, or with AllowHttp");
        Expect(publicUrl is null || Canonical(issuer.Authority) != Canonical(publicUrl), "Authority", "is this gateway itself, which needs no configuration");
        Expect(issuer.Audiences.Count > 0 || issuer.ClientId is { Length: > 0 }, "Audiences", "or ClientId is missing: name whom its access tokens are for, or the client that people sign in by");
        Expect(issuer.Audiences.All(IsGiven), "Audiences", "must not be empty");
        Expect(issuer.ClientId is null || !issuer.Audiences.Contains(issuer.ClientId), "Audiences", "must not name the ClientId: identity tokens are made out to it, and they are no keys");
        Expect(issuer.ClientId is { Length: > 0 } || (issuer.ClientSecret is null && issuer.ClientSecretFile is null), "ClientId", "is missing: there is a secret for it");
        Expect(issuer.ClientSecret is null || issuer.ClientSecretFile is null, "ClientSecretFile", "and ClientSecret are both set; choose one");
        Expect(issuer.ClientSecretFile is null || ReadSecret(issuer.ClientSecretFile) is not null, "ClientSecretFile", $"'{issuer.ClientSecretFile}' can't be read, or is empty");
        Expect(issuer.Scopes.All(scope => IsGiven(scope) && !scope.Any(char.IsWhiteSpace)), "Scopes", "must be single words");
        Expect(issuer.TokenScopes.All(TokenScopes.Contains), "TokenScopes", $"must name some of: {string.Join(", ", TokenScopes)}");
        Expect(IsGiven(issuer.SubjectClaim), "SubjectClaim", "must not be empty");
        Expect(IsGiven(issuer.EmailClaim), "EmailClaim", "must not be empty");
        Expect(IsGiven(issuer.NameClaim), "NameClaim", "must not be empty");
        Expect(issuer.SessionLifetime >= ShortestSession && issuer.SessionLifetime <= BrowserSession.Lifetime, "SessionLifetime", $"must be from {ShortestSession} to {BrowserSession.Lifetime}, not {issuer.SessionLifetime}");
        CheckMappings(issuer, Expect);
    }

    private static void CheckMappings(IssuerOptions issuer, Action<bool, string, string> expect)
    {
        expect(issuer.Tenant is null || issuer.TenantClaim is null, "TenantClaim", "and Tenant are both set; choose one");
        expect(issuer.Tenant is null || TenantsApi.IsId(issuer.Tenant), "Tenant", $"'{issuer.Tenant}' is no tenant's id");
        expect(issuer.TenantClaim is null || IsGiven(issuer.TenantClaim), "TenantClaim", "must not be empty");
        expect(issuer.Tenants.Count == 0 || issuer.TenantClaim is not null, "Tenants", "needs TenantClaim, whose values it translates");
        expect(issuer.Tenants.All(mapping => IsGiven(mapping.Value) && TenantsApi.IsId(mapping.Tenant)), "Tenants", "must each have a Value and the id of a Tenant");
        expect(issuer.Tenants.DistinctBy(mapping => mapping.Value).Count() == issuer.Tenants.Count, "Tenants", "has the same Value twice");
        expect(issuer.RoleClaim is null || IsGiven(issuer.RoleClaim), "RoleClaim", "must not be empty");
        expect((issuer.Roles.Count == 0 && issuer.PlatformAdmins.Count == 0) || issuer.RoleClaim is not null, "RoleClaim", "is missing: Roles and PlatformAdmins go by its values");
        expect((issuer.Roles.Count == 0 && issuer.DefaultRoles.Count == 0) || issuer.Tenant is not null || issuer.TenantClaim is not null, "Tenant", "or TenantClaim is missing: roles are a tenant's");
        expect(issuer.Roles.All(mapping => IsGiven(mapping.Value) && mapping.Roles.Count > 0), "Roles", "must each have a Value and Roles");
        expect(issuer.PlatformAdmins.All(IsGiven), "PlatformAdmins", "must not be empty");
        var roles = issuer.Roles.SelectMany(mapping => mapping.Roles).Concat(issuer.DefaultRoles).ToList();
        expect(roles.TrueForAll(AccessRules.IsName), "Roles", "must be names of roles: lower-case letters, digits and hyphens");
        expect(!roles.Contains(Roles.PlatformAdmin), "Roles", $"must not give '{Roles.PlatformAdmin}'; PlatformAdmins says who is one");
    }

    /// <summary>The secret in a file; null if there is none.</summary>
    public static string? ReadSecret(string file)
    {
        try
        {
            return Hosting.DataDirectory.ReadSecret(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsAddress(IssuerOptions issuer) =>
        Uri.TryCreate(issuer.Authority, UriKind.Absolute, out var address)
        && address is { Query: "", Fragment: "", UserInfo: "", Host.Length: > 0 }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || issuer.AllowHttp)));

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,31}\z")]
    private static partial Regex Name();
}
