namespace LlmGateway.Grains.Tenants;

/// <summary>What is said of a tenant when it is made.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.tenant-settings")]
public sealed record TenantSettings
{
    /// <summary>Name for people, 1 to 200 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Plan, if the operator has any.</summary>
    [Id(1)]
    public string? Plan { get; init; }

    /// <summary>How its requests are logged.</summary>
    [Id(2)]
    public TenantPolicy Policy { get; init; } = new();
}
