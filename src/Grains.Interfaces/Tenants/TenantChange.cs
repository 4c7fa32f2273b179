namespace LlmGateway.Grains.Tenants;

/// <summary>A change of a tenant: what is not set stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.tenant-change")]
public sealed record TenantChange
{
    /// <summary>New name; null to keep it.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>Whether <see cref="Plan"/> counts.</summary>
    [Id(1)]
    public bool SetsPlan { get; init; }

    /// <summary>New plan; null for none.</summary>
    [Id(2)]
    public string? Plan { get; init; }

    /// <summary>New status; null to keep it.</summary>
    [Id(3)]
    public TenantStatus? Status { get; init; }

    /// <summary>Change of the policy; null to keep it.</summary>
    [Id(4)]
    public TenantPolicyChange? Policy { get; init; }

    /// <summary>The tenant after the change.</summary>
    public Tenant ApplyTo(Tenant tenant) => tenant with
    {
        Name = Name ?? tenant.Name,
        Plan = SetsPlan ? Plan : tenant.Plan,
        Status = Status ?? tenant.Status,
        Policy = Policy?.ApplyTo(tenant.Policy) ?? tenant.Policy,
    };
}
