using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json.Nodes;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>What tokens say.</summary>
internal static class TokenIdentity
{
    /// <summary>A user who let a client act for them.</summary>
    /// <param name="user">The user.</param>
    /// <param name="signedInAt">When they signed in, in Unix seconds; null if that is not known.</param>
    /// <param name="scopes">What was allowed.</param>
    /// <param name="tenant">The tenant that it is allowed in; null for none.</param>
    public static ClaimsIdentity ForUser(GatewayUser user, long? signedInAt, IEnumerable<string> scopes, string? tenant) => New(scopes, tenant)
        .SetClaim(Claims.Subject, user.Id)
        .SetClaim(Claims.Name, user.DisplayName)
        .SetClaim(Claims.Email, user.Profile.Email is { Length: > 0 } email ? email : null)
        .SetClaim(Claims.EmailVerified, user.Row.EmailConfirmed)
        .SetClaim(GatewayClaims.SignedInAt, signedInAt)
        .SetDestinations(Destinations);

    /// <summary>A client that acts for itself.</summary>
    public static ClaimsIdentity ForClient(OAuthApplicationRow client, IEnumerable<string> scopes) =>
        New(scopes, client.TenantId).SetClaim(Claims.Subject, client.Id).SetClaim(Claims.Name, client.DisplayName).SetDestinations(Destinations);

    /// <summary>The same identity with its session, with those of its scopes that its client may still ask for, and with the user's roles as they are now.</summary>
    public static async Task<ClaimsIdentity> ContinueAsync(ClaimsPrincipal granted, OAuthApplicationRow client, string session, SiloAccess access)
    {
        var identity = new ClaimsIdentity(granted.Claims, OAuthResults.Scheme, Claims.Name, Claims.Role).SetClaim(GatewayClaims.Session, session);
        identity.SetScopes(granted.GetScopes().Where(scope => client.Scopes.Contains(scope) || scope is Scopes.OpenId or Scopes.OfflineAccess));
        if (identity.HasScope(Scopes.Roles))
        {
            var roles = (await access.OfAsync(identity.GetClaim(Claims.Subject)!, identity.GetClaim(GatewayClaims.Tenant))).Roles;
            identity.RemoveClaims(GatewayClaims.Roles);
            identity.AddClaim(new Claim(GatewayClaims.Roles, new JsonArray([.. roles.Select(role => JsonValue.Create(role))]).ToJsonString(), JsonClaimValueTypes.JsonArray));
        }

        return identity.SetDestinations(Destinations);
    }

    /// <summary>The tenant that a client's tokens act in: its own, or for a client of no tenant the one that was asked for.</summary>
    /// <returns>False if it was asked for one that it can't act in.</returns>
    public static bool TryGetTenant(OAuthApplicationRow client, string? wanted, out string? tenant)
    {
        wanted = string.IsNullOrEmpty(wanted) ? null : wanted;
        tenant = client.TenantId ?? wanted;
        return wanted is null || (wanted == tenant && TenantsApi.IsId(wanted));
    }

    private static ClaimsIdentity New(IEnumerable<string> scopes, string? tenant) => new ClaimsIdentity(OAuthResults.Scheme, Claims.Name, Claims.Role)
        .SetClaim(GatewayClaims.Tenant, tenant)
        .SetScopes(scopes)
        .SetResources(GatewayScopes.Audience);

    private static ImmutableArray<string> Both { get; } = [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken];

    private static IEnumerable<string> Destinations(Claim claim) => claim.Type switch
    {
        Claims.Subject or GatewayClaims.Session => Both,
        GatewayClaims.SignedInAt => [OpenIddictConstants.Destinations.IdentityToken],
        GatewayClaims.Tenant => [OpenIddictConstants.Destinations.AccessToken],
        Claims.Name when claim.Subject!.HasScope(Scopes.Profile) => Both,
        Claims.Email or Claims.EmailVerified when claim.Subject!.HasScope(Scopes.Email) => Both,
        GatewayClaims.Roles when claim.Subject!.HasScope(Scopes.Roles) => Both,
        _ => [],
    };
}
