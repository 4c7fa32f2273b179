using LlmGateway.Storage;

namespace LlmGateway.Grains.Keys;

/// <summary>The rows that lists of keys are read from.</summary>
internal static class ApiKeyRows
{
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
