namespace LlmGateway.Grains.Tenants;

/// <summary>Whether a tenant's keys work.</summary>
[GenerateSerializer, Alias("llmgw.tenant-status")]
public enum TenantStatus
{
    /// <summary>They do.</summary>
    Active = 0,

    /// <summary>They are refused until the tenant is active again; nothing is lost.</summary>
    Suspended = 1,

    /// <summary>They are refused for good. The tenant stays on record, and its id is never given again.</summary>
    Deleted = 2,
}
