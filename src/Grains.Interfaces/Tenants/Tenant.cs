namespace LlmGateway.Grains.Tenants;

/// <summary>A tenant.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.tenant")]
public sealed record Tenant
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Plan, if the operator has any.</summary>
    [Id(2)]
    public string? Plan { get; init; }

    /// <summary>Whether its keys work.</summary>
    [Id(3)]
    public TenantStatus Status { get; init; }

    /// <summary>When it was made.</summary>
    [Id(4)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>How its requests are logged.</summary>
    [Id(5)]
    public TenantPolicy Policy { get; init; } = new();
}
