namespace LlmGateway.Grains.Tenants;

/// <summary>What a tenant's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.tenant-state")]
internal sealed record TenantState
{
    /// <summary>The tenant; null before it is made.</summary>
    [Id(0)]
    public Tenant? Tenant { get; set; }
}
