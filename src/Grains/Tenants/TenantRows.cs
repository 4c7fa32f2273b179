using LlmGateway.Storage;

namespace LlmGateway.Grains.Tenants;

/// <summary>The rows that lists of tenants are read from.</summary>
internal static class TenantRows
{
    public static TenantRow ToRow(Tenant tenant) => new()
    {
        Id = tenant.Id,
        Name = tenant.Name,
        Plan = tenant.Plan,
        Status = tenant.Status switch
        {
            TenantStatus.Suspended => TenantRowStatus.Suspended,
            TenantStatus.Deleted => TenantRowStatus.Deleted,
            _ => TenantRowStatus.Active,
        },
        CreatedAt = tenant.CreatedAt,
    };
}
