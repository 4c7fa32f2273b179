using LlmGateway.Grains.Tenants;

namespace LlmGateway.Grains.Keys;

/// <summary>A key as a silo knows it, until it is told of a change.</summary>
/// <param name="key">The key, as the client's secret opens it.</param>
/// <param name="tenant">Its tenant.</param>
public sealed class KnownKey(OpenedApiKey key, Tenant tenant)
{
    /// <summary>The key, revoked and expired ones included.</summary>
    public ApiKey Key { get; } = key.Key;

    /// <summary>Its tenant, with status and policy.</summary>
    public Tenant Tenant { get; } = tenant;

    /// <summary>From when on the client's secret is refused, because another took its place; null for never.</summary>
    public DateTimeOffset? SecretEndsAt { get; } = key.SecretEndsAt;

    /// <summary>What the host wants to make only once for a key, such as its authentication ticket.</summary>
    public object? Ticket { get; set; }
}
