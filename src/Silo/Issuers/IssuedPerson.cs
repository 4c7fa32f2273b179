using System.Collections.Immutable;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Users;

namespace LlmGateway.Silo.Issuers;

/// <summary>Somebody as an issuer's claims have them, in the gateway's words.</summary>
internal sealed record IssuedPerson
{
    private const int MaxSubject = 256;

    /// <summary>The issuer's lasting id of them.</summary>
    public required string Subject { get; init; }

    /// <summary>Their e-mail address; null if the claims have none that can be one.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the issuer has seen that the address is theirs.</summary>
    public bool EmailVerified { get; init; }

    /// <summary>Their name; null if the claims have none that can be shown.</summary>
    public string? Name { get; init; }

    /// <summary>The tenant that they belong to; null for none.</summary>
    public string? TenantId { get; init; }

    /// <summary>Their roles there, in order.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Whether they operate the whole gateway.</summary>
    public bool PlatformAdmin { get; init; }

    /// <summary>When the issuer said all this.</summary>
    public required DateTimeOffset ClaimsAt { get; init; }

    /// <summary>Reads claims by an issuer's mapping.</summary>
    /// <param name="options">The mapping.</param>
    /// <param name="claims">Checked claims.</param>
    /// <param name="claimsAt">When they were issued.</param>
    /// <param name="problem">What is wrong, if they say nobody.</param>
    public static IssuedPerson? Read(IssuerOptions options, IssuerClaims claims, DateTimeOffset claimsAt, out string? problem)
    {
        if (claims.Text(options.SubjectClaim) is not { Length: <= MaxSubject } subject)
        {
            problem = $"it has no claim '{options.SubjectClaim}' of at most {MaxSubject} characters, which says who the user is";
            return null;
        }

        var tenants = TenantsOf(options, claims);
        if (tenants.Count > 1)
        {
            problem = $"its claim '{options.TenantClaim}' names several tenants, and a user belongs to one";
            return null;
        }

        problem = null;
        var values = options.RoleClaim is { } claim ? claims.Values(claim).ToHashSet(StringComparer.Ordinal) : [];
        var email = claims.Text(options.EmailClaim)?.Trim();
        var name = claims.Text(options.NameClaim)?.Trim();
        var tenant = tenants.SingleOrDefault();
        return new IssuedPerson
        {
            Subject = subject,
            Email = UserRules.CheckEmail(email) is null ? email : null,
            EmailVerified = claims.IsTrue("email_verified"),
            Name = name is { Length: > 0 } && UserRules.CheckName(name) is null ? name : null,
            TenantId = tenant,
            Roles = tenant is null ? [] : [.. options.Roles.Where(mapping => values.Contains(mapping.Value)).SelectMany(mapping => mapping.Roles).Concat(options.DefaultRoles).Distinct().Order(StringComparer.Ordinal)],
            PlatformAdmin = options.PlatformAdmins.Any(values.Contains),
            ClaimsAt = claimsAt,
        };
    }

    private static List<string> TenantsOf(IssuerOptions options, IssuerClaims claims) => options.TenantClaim is not { } claim
        ? options.Tenant is { } all ? [all] : []
        : [.. claims.Values(claim)
            .Select(value => options.Tenants.Count == 0 ? value : options.Tenants.FirstOrDefault(mapping => mapping.Value == value)?.Tenant)
            .OfType<string>().Where(TenantsApi.IsId).Distinct(StringComparer.Ordinal)];
}
