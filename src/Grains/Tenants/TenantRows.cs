using LlmGateway.Grains.Keys;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Tenants;

/// <summary>The rows that lists of tenants and keys are read from.</summary>
internal static class TenantRows
{
    public static TenantRow ToRow(Tenant tenant) => new()
    {
        Id = tenant.Id,
        Name = tenant.Name,
        Plan = tenant.Plan,
        Status = TenantRowStatus.Active,
        CreatedAt = tenant.CreatedAt,
    };

    public static ApiKeyRow ToRow(ApiKey key, string hash) => new()
    {
        Id = key.Id,
        TenantId = key.TenantId,
        Name = key.Name,
        Prefix = key.Prefix,
        Hash = hash,
        Status = key.RevokedAt is null ? ApiKeyRowStatus.Active : ApiKeyRowStatus.Revoked,
        ExpiresAt = key.ExpiresAt,
        CreatedAt = key.CreatedAt,
        Scopes = key.Scopes,
        Models = key.Models,
    };
}
