using System.Collections.Immutable;
using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Access;

/// <summary>The roles that every gateway has; tenants add their own.</summary>
public static class Roles
{
    /// <summary>May do everything, in every tenant. A role of the platform, not of a tenant.</summary>
    public const string PlatformAdmin = "platform-admin";

    /// <summary>May do everything in one tenant.</summary>
    public const string Owner = "owner";

    /// <summary>Uses models and makes keys.</summary>
    public const string Developer = "developer";

    /// <summary>Looks, and changes nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>Sees what is used and owed.</summary>
    public const string Billing = "billing";

    /// <summary>Roles of the platform, with what they may do everywhere.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> OfPlatform { get; } = Table((PlatformAdmin, Permissions.All));

    /// <summary>Roles of every tenant, with what they may do in it.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> OfTenants { get; } = Table(
        (Owner, Permissions.OfTenants),
        (Developer,
        [
            .. KeyScopes.All, Permissions.TenantRead, Permissions.KeysRead, Permissions.KeysWrite, Permissions.LimitsRead, Permissions.BudgetsRead, Permissions.MembersRead,
            Permissions.ClientsRead, Permissions.LogsRead,
        ]),
        (Viewer, [KeyScopes.UsageRead, KeyScopes.ModelsRead, Permissions.TenantRead, Permissions.KeysRead, Permissions.LimitsRead, Permissions.BudgetsRead, Permissions.MembersRead]),
        (Billing, [KeyScopes.UsageRead, Permissions.TenantRead, Permissions.LimitsRead, Permissions.BudgetsRead, Permissions.InvoicesRead]));

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Table(params (string Name, ImmutableArray<string> Permissions)[] roles) =>
        roles.ToImmutableSortedDictionary(role => role.Name, role => role.Permissions, StringComparer.Ordinal);
}
