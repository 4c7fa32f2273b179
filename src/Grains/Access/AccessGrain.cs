using System.Collections.Immutable;
using LlmGateway.Grains.Silos;
using LlmGateway.Storage;

namespace LlmGateway.Grains.Access;

[GrainType("access")]
internal sealed class AccessGrain([PersistentState("access")] IPersistentState<AccessState> state, SiloBroadcast silos, UserDirectory users) : Grain, IAccessGrain
{
    private AccessTable Table => state.State.Table;

    private string? TenantId => this.GetPrimaryKeyString() is var key && GrainKeys.IsPlatform(key) ? null : GrainKeys.NameOf(key);

    public Task<AccessTable> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Table);

    public async Task<AccessTable> SetMemberAsync(string subject, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        if (roles.IsEmpty)
        {
            return await SaveAsync(
                Table with
                {
                    Members = Table.Members.Remove(subject),
                    Groups = Change(Table.Groups, group => group.Members.Contains(subject) ? Next(group) with { Members = group.Members.Remove(subject) } : group),
                    Suspended = Table.Suspended.Remove(subject),
                    IssuerRoles = Change(Table.IssuerRoles, users => users.Remove(subject)),
                },
                cancellationToken);
        }

        await ReleaseAsync([subject], cancellationToken);
        return await SaveAsync(Table with { Members = Table.Members.SetItem(subject, roles) }, cancellationToken);
    }

    public async Task<AccessTable> AdmitAsync(string subject, ImmutableArray<string> roles, bool suspended, CancellationToken cancellationToken)
    {
        await ReleaseAsync([subject], cancellationToken);
        if (!suspended && Table.Members.ContainsKey(subject) && !Table.Suspended.Contains(subject))
        {
            return Table; // Directories send the same again and again, and each change is told to all silos.
        }

        return await SaveAsync(
            Table with
            {
                Members = Table.Members.ContainsKey(subject) ? Table.Members : Table.Members.SetItem(subject, roles),
                Suspended = suspended ? Table.Suspended.Add(subject) : Table.Suspended.Remove(subject),
            },
            cancellationToken);
    }

    public async Task<bool> SetIssuerRolesAsync(string issuer, string user, ImmutableArray<string> roles, CancellationToken cancellationToken)
    {
        var known = Table.IssuerRoles.GetValueOrDefault(issuer) ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        if (known.GetValueOrDefault(user, []).AsSpan().SequenceEqual(roles.AsSpan()))
        {
            return false;
        }

        await ReleaseAsync([user], cancellationToken);
        known = Table.IssuerRoles.GetValueOrDefault(issuer) ?? known;
        var changed = roles.IsEmpty ? known.Remove(user) : known.SetItem(user, roles);
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
                Groups = Change(Table.Groups, group => group.Roles.Contains(name) ? Next(group) with { Roles = group.Roles.Remove(name) } : group),
                IssuerRoles = Change(Table.IssuerRoles, users => Without(users, name)),
            },
            cancellationToken);
        return true;
    }

    public async Task<AccessTable> SetGroupAsync(AccessGroup group, CancellationToken cancellationToken)
    {
        await ReleaseAsync(group.Members, cancellationToken);
        return await SaveAsync(Table with { Groups = Table.Groups.SetItem(group.Id, group with { Revision = (Table.Groups.GetValueOrDefault(group.Id)?.Revision ?? 0) + 1 }) }, cancellationToken);
    }

    public async Task<AccessGroup?> TrySetGroupAsync(AccessGroup group, CancellationToken cancellationToken)
    {
        if ((Table.Groups.GetValueOrDefault(group.Id)?.Revision ?? 0) != group.Revision)
        {
            return null;
        }

        await ReleaseAsync(group.Members, cancellationToken);
        var next = Next(group);
        await SaveAsync(Table with { Groups = Table.Groups.SetItem(group.Id, next) }, cancellationToken);
        return next;
    }

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

    private static AccessGroup Next(AccessGroup group) => group with { Revision = group.Revision + 1 };

    // Before they belong here: whom another tenant's directory could shut out, or rename, must not come in.
    private async Task ReleaseAsync(IEnumerable<string> subjects, CancellationToken cancellationToken)
    {
        var table = Table;
        var newcomers = subjects.Where(subject => GrainKeys.IsUser(subject) && !table.Members.ContainsKey(subject)).ToList();
        if (newcomers.Count == 0)
        {
            return;
        }

        foreach (var userId in await users.ReleaseAsync(newcomers, TenantId, cancellationToken))
        {
            await GrainFactory.GetUser(userId).SetActiveAsync(true, cancellationToken);
        }
    }

    // Stored first: a silo that asks from now on hears of it.
    private async Task<AccessTable> SaveAsync(AccessTable table, CancellationToken cancellationToken)
    {
        await state.SaveAsync(new AccessState { Table = table with { Version = Table.Version + 1 } }, cancellationToken);
        var tenantId = TenantId;
        await silos.TellAllAsync(silo => silo.UseAccessAsync(tenantId, Table), cancellationToken);
        return Table;
    }
}
