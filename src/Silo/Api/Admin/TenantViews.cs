using LlmGateway.Grains.Tenants;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/tenants</c>.</summary>
public sealed record CreateTenantBody
{
    /// <summary>Lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people; the id by default.</summary>
    public string? Name { get; init; }

    /// <summary>Plan, if the operator has any.</summary>
    public string? Plan { get; init; }
}

/// <summary>A tenant.</summary>
public sealed record TenantView(string Id, string Object, string Name, string? Plan, string Status, DateTimeOffset CreatedAt)
{
    internal static TenantView From(Tenant tenant) => new(tenant.Id, "tenant", tenant.Name, tenant.Plan, tenant.Status.ToString().ToLowerInvariant(), tenant.CreatedAt);

    internal static TenantView From(TenantRow row) => new(row.Id, "tenant", row.Name, row.Plan, row.Status.ToString().ToLowerInvariant(), row.CreatedAt);
}
