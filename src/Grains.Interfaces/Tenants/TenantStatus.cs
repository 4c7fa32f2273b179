namespace LlmGateway.Grains.Tenants;

/// <summary>Whether a tenant's keys work.</summary>
[GenerateSerializer, Alias("llmgw.tenant-status")]
public enum TenantStatus
{
    /// <summary>They do.</summary>
    Active = 0,
}
