using System.Collections.Frozen;
using System.Collections.Immutable;
using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Access;

/// <summary>What can be allowed. An endpoint asks for one of these; a role is a set of them.</summary>
public static class Permissions
{
    /// <summary>See the tenant.</summary>
    public const string TenantRead = "tenant:read";

    /// <summary>Change the tenant's name and settings.</summary>
    public const string TenantWrite = "tenant:write";

    /// <summary>See API keys.</summary>
    public const string KeysRead = "keys:read";

    /// <summary>Make, change, rotate and revoke API keys.</summary>
    public const string KeysWrite = "keys:write";

    /// <summary>See limits.</summary>
    public const string LimitsRead = "limits:read";

    /// <summary>See budgets.</summary>
    public const string BudgetsRead = "budgets:read";

    /// <summary>Set budgets.</summary>
    public const string BudgetsWrite = "budgets:write";

    /// <summary>See members, groups and roles.</summary>
    public const string MembersRead = "members:read";

    /// <summary>Change members, groups and roles, as far as one's own permissions reach.</summary>
    public const string MembersWrite = "members:write";

    /// <summary>See OAuth clients.</summary>
    public const string ClientsRead = "clients:read";

    /// <summary>Make, change and remove OAuth clients.</summary>
    public const string ClientsWrite = "clients:write";

    /// <summary>See invoices.</summary>
    public const string InvoicesRead = "invoices:read";

    /// <summary>Search the request log.</summary>
    public const string LogsRead = "logs:read";

    /// <summary>Read the audit trail.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>Make, suspend and delete tenants, and choose their plans.</summary>
    public const string TenantsManage = "tenants:manage";

    /// <summary>Set limits.</summary>
    public const string LimitsWrite = "limits:write";

    /// <summary>See prices.</summary>
    public const string PricesRead = "prices:read";

    /// <summary>Set prices.</summary>
    public const string PricesWrite = "prices:write";

    /// <summary>See upstreams.</summary>
    public const string UpstreamsRead = "upstreams:read";

    /// <summary>Make, change and remove upstreams.</summary>
    public const string UpstreamsWrite = "upstreams:write";

    /// <summary>Compare the ledger with the engines' accounts.</summary>
    public const string LedgerReconcile = "ledger:reconcile";

    /// <summary>Rotate data keys.</summary>
    public const string DataKeysRotate = "data-keys:rotate";

    /// <summary>See users.</summary>
    public const string UsersRead = "users:read";

    /// <summary>Make, change, shut out and erase users.</summary>
    public const string UsersWrite = "users:write";

    /// <summary>What can be allowed within one tenant; those of the data plane and of directories have the names of the scopes that ask for them.</summary>
    /// <remarks>Who may make a key with the scope <c>scim</c> decides who is in the directory's groups, and so who has their roles.</remarks>
    public static ImmutableArray<string> OfTenants { get; } =
    [
        .. KeyScopes.All, KeyScopes.Scim, TenantRead, TenantWrite, KeysRead, KeysWrite, LimitsRead, BudgetsRead, MembersRead, MembersWrite, ClientsRead, ClientsWrite, InvoicesRead, LogsRead,
        AuditRead,
    ];

    /// <summary>What can be allowed only for the whole gateway.</summary>
    public static ImmutableArray<string> OfPlatform { get; } =
        [TenantsManage, LimitsWrite, BudgetsWrite, PricesRead, PricesWrite, UpstreamsRead, UpstreamsWrite, LedgerReconcile, DataKeysRotate, UsersRead, UsersWrite];

    /// <summary>Every permission.</summary>
    public static ImmutableArray<string> All { get; } = [.. OfTenants, .. OfPlatform];

    /// <summary>Every permission, to look one up.</summary>
    internal static FrozenSet<string> Known { get; } = All.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether there is such a permission.</summary>
    public static bool Exists(string permission) => Known.Contains(permission);
}
