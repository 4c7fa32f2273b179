using System.Collections.Immutable;
using LlmGateway.Grains.Silos;

namespace LlmGateway.Grains.Access;

[GrainType("access")]
internal sealed class AccessGrain([PersistentState("access")] IPersistentState<AccessState> state, SiloBroadcast silos) : Grain, IAccessGrain
{
    private AccessTable Table => state.State.Table;

    public Task<AccessTable> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Table);

    public Task<AccessTable> SetMemberAsync(string subject, ImmutableArray<string> roles, CancellationToken cancellationToken) => SaveAsync(
        roles.IsEmpty
            ? Table with
            {
                Members = Table.Members.Remove(subject),
                Groups = Change(Table.Groups, group => group with { Members = group.Members.Remove(subject) }),
                IssuerRoles = Change(Table.IssuerRoles, users => users.Remove(subject)),
            }
            : Table with { Members = Table.Members.SetItem(subject, roles) },
        cancellationToken);

    public async Task<bool> SetIssuerRolesAsync(string issuer, string user, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        var users = Table.IssuerRoles.GetValueOrDefault(issuer) ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        if (users.GetValueOrDefault(user, []).AsSpan().SequenceEqual(roles.AsSpan()))
        {
            return false;
        }

        var changed = roles.IsEmpty ? users.Remove(user) : users.SetItem(user, roles);
        await SaveAsync(Table with { IssuerRoles = changed.IsEmpty ? Table.IssuerRoles.Remove(issuer) : Table.IssuerRoles.SetItem(issuer, changed) }, cancellationToken);
        return true;
    }

    public Task<AccessTable> SetRoleAsync(string name, ImmutableArray<string> permissions, CancellationToken cancellationToken) =>
        SaveAsync(Table with { CustomRoles = Table.CustomRoles.SetItem(name, permissions) }, cancellationToken);

    public async Task<bool> RemoveRoleAsync(string name, CancellationToken cancellationToken)
    {
        if (!Table.CustomRoles.ContainsKey(name))
        {
            return false;
        }

        await SaveAsync(
            Table with
            {
                CustomRoles = Table.CustomRoles.Remove(name),
                Members = Table.Members.ToImmutableDictionary(member => member.Key, member => member.Value.Remove(name)),
                Groups = Change(Table.Groups, group => group with { Roles = group.Roles.Remove(name) }),
                IssuerRoles = Change(Table.IssuerRoles, users => Without(users, name)),
            },
            cancellationToken);
        return true;
    }

    public Task<AccessTable> SetGroupAsync(AccessGroup group, CancellationToken cancellationToken) =>
        SaveAsync(Table with { Groups = Table.Groups.SetItem(group.Id, group) }, cancellationToken);

    public async Task<bool> RemoveGroupAsync(string id, CancellationToken cancellationToken)
    {
        if (!Table.Groups.ContainsKey(id))
        {
            return false;
        }

        await SaveAsync(Table with { Groups = Table.Groups.Remove(id) }, cancellationToken);
        return true;
    }

    public Task<AccessTable> SetGrantsAsync(string resource, ImmutableArray<ResourceGrant> grants, CancellationToken cancellationToken) =>
        SaveAsync(Table with { Grants = grants.IsEmpty ? Table.Grants.Remove(resource) : Table.Grants.SetItem(resource, grants) }, cancellationToken);

    private static ImmutableSortedDictionary<string, T> Change<T>(ImmutableSortedDictionary<string, T> all, Func<T, T> change) =>
        all.ToImmutableSortedDictionary(entry => entry.Key, entry => change(entry.Value));

    // Whom an issuer gives no other role, it makes no member.
    private static ImmutableDictionary<string, ImmutableArray<string>> Without(ImmutableDictionary<string, ImmutableArray<string>> users, string role) =>
        users.Select(user => KeyValuePair.Create(user.Key, user.Value.Remove(role))).Where(user => !user.Value.IsEmpty).ToImmutableDictionary();

    // Stored first: a silo that asks from now on hears of it.
    private async Task<AccessTable> SaveAsync(AccessTable table, CancellationToken cancellationToken)
    {
        await state.SaveAsync(new AccessState { Table = table with { Version = Table.Version + 1 } }, cancellationToken);
        var key = this.GetPrimaryKeyString();
        var tenantId = GrainKeys.IsPlatform(key) ? null : GrainKeys.NameOf(key);
        await silos.TellAllAsync(silo => silo.UseAccessAsync(tenantId, Table), cancellationToken);
        return Table;
    }
}
