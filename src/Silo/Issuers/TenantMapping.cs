namespace LlmGateway.Silo.Issuers;

/// <summary>What a value of <see cref="IssuerOptions.TenantClaim"/> means here.</summary>
public sealed class TenantMapping
{
    /// <summary>The claim's value.</summary>
    public string Value { get; set; } = "";

    /// <summary>The tenant's id.</summary>
    public string Tenant { get; set; } = "";
}
