using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Issuers;

/// <summary>Keeps the roles that issuers give in the tables of tenants and platform, apart from those that people gave.</summary>
internal sealed class IssuerRoles(UserLinks links, IGrainFactory grains)
{
    private const string Action = "members.by_issuer";

    /// <summary>Gives a user the roles that their claims say, and takes those that earlier claims said. Claims older than those that roles go by change nothing.</summary>
    public async Task ApplyAsync(HttpContext http, TrustedIssuer issuer, IssuedPerson person, UserLinkRow link)
    {
        if (person.ClaimsAt < link.ClaimsAt)
        {
            return;
        }

        var tenant = person is { TenantId: { } id, Roles.IsEmpty: false } && await TenantsApi.FindAsync(grains, id, CancellationToken.None) is { Status: not TenantStatus.Deleted } ? id : null;

        // In this order: wherever it breaks off, the row names every table that the issuer's word is in.
        if (link.TenantId is { } before && before != tenant && await grains.GetAccess(before).SetIssuerRolesAsync(issuer.Address, link.UserId, [], CancellationToken.None))
        {
            await grains.RecordAsync(http, issuer, Action, link.UserId, before, []);
        }

        var left = link.PlatformAdmin && !person.PlatformAdmin;
        if (left && await grains.GetPlatformAccess().SetIssuerRolesAsync(issuer.Address, link.UserId, [], CancellationToken.None))
        {
            await grains.RecordAsync(http, issuer, Action, link.UserId, null, []);
        }

        (link.TenantId, link.PlatformAdmin, link.ClaimsAt) = (tenant, person.PlatformAdmin, person.ClaimsAt);
        await links.UpdateAsync(link, CancellationToken.None);
        if (tenant is not null && await grains.GetAccess(tenant).SetIssuerRolesAsync(issuer.Address, link.UserId, person.Roles, CancellationToken.None))
        {
            await grains.RecordAsync(http, issuer, Action, link.UserId, tenant, person.Roles);
        }

        if (person.PlatformAdmin && await grains.GetPlatformAccess().SetIssuerRolesAsync(issuer.Address, link.UserId, [Roles.PlatformAdmin], CancellationToken.None))
        {
            await grains.RecordAsync(http, issuer, Action, link.UserId, null, [Roles.PlatformAdmin]);
        }
    }

    /// <summary>Takes all roles that an issuer gave by a link, such as after it was taken out of the settings.</summary>
    public async Task RemoveAsync(UserLinkRow link)
    {
        if (link.TenantId is { } tenant)
        {
            await grains.GetAccess(tenant).SetIssuerRolesAsync(link.Issuer, link.UserId, [], CancellationToken.None);
        }

        if (link.PlatformAdmin)
        {
            await grains.GetPlatformAccess().SetIssuerRolesAsync(link.Issuer, link.UserId, [], CancellationToken.None);
        }

        (link.TenantId, link.PlatformAdmin) = (null, false);
        await links.UpdateAsync(link, CancellationToken.None);
    }
}
