using System.Diagnostics.CodeAnalysis;
using OpenIddict.EntityFrameworkCore.Models;

namespace LlmGateway.Storage;

/// <summary>An OAuth client. Its row is the truth: there is no grain for it.</summary>
public sealed class OAuthApplicationRow : OpenIddictEntityFrameworkCoreApplication<string, OAuthAuthorizationRow, OAuthTokenRow>, IKeysetRow
{
    /// <summary>The public id, <c>cli_…</c>, which is the client's <c>client_id</c> too.</summary>
    [AllowNull]
    public override string Id { get; set; } = "";

    /// <summary>The tenant that the client belongs to; null for a client of the gateway's own.</summary>
    public string? TenantId { get; set; }

    /// <summary>What the client may ask for, of which its permissions are made.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Its flows, by their <c>grant_type</c>, of which its permissions are made too.</summary>
    public IReadOnlyList<string> GrantTypes { get; set; } = [];

    /// <summary>Whether the client is the gateway's own, so that nobody is asked for consent.</summary>
    public bool FirstParty { get; set; }

    /// <summary>When the client was made; kept in UTC to the millisecond.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
