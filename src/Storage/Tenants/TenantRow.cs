namespace LlmGateway.Storage;

/// <summary>What lists show of a tenant; written by the tenant's grain after its own state.</summary>
public sealed record TenantRow : IKeysetRow
{
    /// <summary>The tenant id, which is also the grain's key.</summary>
    public required string Id { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>What the tenant may do.</summary>
    public required TenantRowStatus Status { get; init; }

    /// <summary>The plan's name, or null where the tenant is on none.</summary>
    public string? Plan { get; init; }

    /// <summary>When the tenant was created; kept in UTC to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
