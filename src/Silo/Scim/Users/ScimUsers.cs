using System.Text.Json.Nodes;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Scim.Schema;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Scim.Users;

/// <summary>Makes, finds, changes and deletes the users of a tenant's directory, who are the tenant's members for it.</summary>
internal sealed class ScimUsers(ScimUserStore store, DirectoryAccounts accounts, IGrainFactory grains, IOptions<ScimOptions> options, TimeProvider time)
{
    private const int MaxTries = 5;

    /// <summary>A user.</summary>
    /// <exception cref="ScimException">There is none.</exception>
    public async Task<ScimUser> GetAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(tenant, id, cancellationToken) ?? throw ScimErrors.NotFound("user", id);

    /// <summary>One page of users.</summary>
    public async Task<JsonObject> ListAsync(string tenant, ScimQuery query, ScimAddress address, CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(tenant, cancellationToken);
        if (query is { Filter: null, SortBy: null })
        {
            var total = await store.Rows.CountAsync(tenant, cancellationToken);
            var page = await store.PageAsync(tenant, query.StartIndex - 1, query.Count, cancellationToken);
            return query.Answer([.. page.Select(user => user.View(groups[user.Row.UserId], address))], total, ScimSchemas.User);
        }

        var candidates = await store.CandidatesAsync(tenant, query.Filter, cancellationToken);
        return query.Answer(query.Page(candidates.Select(user => user.View(groups[user.Row.UserId], address)), out var found), found, ScimSchemas.User);
    }

    /// <summary>A user as answers show it.</summary>
    public async Task<JsonObject> ViewAsync(ScimUser user, ScimAddress address, CancellationToken cancellationToken) =>
        user.View((await AllGroupsAsync(user.Row.TenantId, cancellationToken)).Where(group => group.Members.Contains(user.Row.UserId)), address);

    /// <summary>Makes a user: with an account, unless somebody with this address has one.</summary>
    /// <exception cref="ScimException">What is said of the user can't be, or the directory has such a user.</exception>
    public async Task<ScimUser> CreateAsync(string tenant, JsonObject attributes)
    {
        var person = ScimPerson.Read(attributes);
        if (await store.IsTakenAsync(tenant, await store.UserNameHashAsync(tenant, person.UserName, CancellationToken.None), null, CancellationToken.None))
        {
            throw NameTaken();
        }

        if (await store.Rows.CountAsync(tenant) >= ScimUserStore.MaxUsers)
        {
            throw ScimErrors.Forbidden($"This directory has {ScimUserStore.MaxUsers} users, which are the most.");
        }

        var (account, made) = await accounts.TakeAsync(tenant, person);
        var now = time.GetUtcNow();
        ScimUserRow row = new()
        {
            TenantId = tenant,
            UserId = account.Id,
            UserNameHash = "",
            EmailHashes = "",
            Sealed = [],
            Active = person.Active ?? true,
            CreatedAt = now,
            ChangedAt = now,
            Version = 1,
        };
        await store.SealAsync(row, attributes, person, CancellationToken.None);
        if (!await store.Rows.TryInsertAsync(row))
        {
            if (made)
            {
                await accounts.DeleteAsync(tenant, account.Id);
            }

            throw made ? NameTaken() : ScimErrors.Uniqueness("This directory has a user with this e-mail address already.");
        }

        await SettleAsync(row);
        return await GetAsync(tenant, account.Id, CancellationToken.None);
    }

    /// <summary>Changes a user.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The user.</param>
    /// <param name="check">Whether the version that is there may be changed.</param>
    /// <param name="change">What the directory can set, from what it is to what it is to be.</param>
    /// <exception cref="ScimException">There is no such user, or what is said can't be.</exception>
    public async Task<ScimUser> ChangeAsync(string tenant, string id, Action<long> check, Func<JsonObject, JsonObject> change)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var user = await GetAsync(tenant, id, CancellationToken.None);
            check(user.Row.Version);
            var attributes = change(user.Settable());
            var person = ScimPerson.Read(attributes);
            var row = user.Row;
            await store.SealAsync(row, attributes, person, CancellationToken.None);
            if (await store.IsTakenAsync(tenant, row.UserNameHash, id, CancellationToken.None))
            {
                throw NameTaken();
            }

            (row.Active, row.ChangedAt) = (person.Active ?? row.Active, time.GetUtcNow());
            if (await accounts.TryDescribeAsync(tenant, id, person) && await store.Rows.TryUpdateAsync(row))
            {
                await SettleAsync(row);
                return await GetAsync(tenant, id, CancellationToken.None);
            }
        }

        throw ScimErrors.Conflict();
    }

    /// <summary>Takes a user out of the directory and the tenant; an account that is the directory's own is deleted.</summary>
    /// <exception cref="ScimException">There is no such user.</exception>
    public async Task DeleteAsync(string tenant, string id, Action<long> check)
    {
        check((await GetAsync(tenant, id, CancellationToken.None)).Row.Version);

        // The row last: until then the call can be repeated.
        await grains.GetAccess(tenant).SetMemberAsync(id, [], CancellationToken.None);
        await accounts.DeleteAsync(tenant, id);
        await store.Rows.DeleteAsync(tenant, id);
    }

    // Of two changes at once, what the later one wrote is what holds in the end. Done also where nothing changed: an earlier call may have been cut short.
    private async Task SettleAsync(ScimUserRow row)
    {
        while (true)
        {
            await grains.GetAccess(row.TenantId).AdmitAsync(row.UserId, options.Value.NewcomersRoles, !row.Active, CancellationToken.None);
            await accounts.SetActiveAsync(row.TenantId, row.UserId, row.Active);
            if (await store.Rows.FindAsync(row.TenantId, row.UserId) is not { } latest)
            {
                await grains.GetAccess(row.TenantId).SetMemberAsync(row.UserId, [], CancellationToken.None);
                return;
            }

            if (latest.Version == row.Version)
            {
                return;
            }

            row = latest;
        }
    }

    private async Task<ILookup<string, AccessGroup>> GroupsAsync(string tenant, CancellationToken cancellationToken) =>
        (await AllGroupsAsync(tenant, cancellationToken)).SelectMany(group => group.Members.Select(member => (member, group))).ToLookup(pair => pair.member, pair => pair.group);

    private async Task<IEnumerable<AccessGroup>> AllGroupsAsync(string tenant, CancellationToken cancellationToken) =>
        (await grains.GetAccess(tenant).GetAsync(cancellationToken)).Groups.Values.Where(group => group.FromDirectory);

    private static ScimException NameTaken() => ScimErrors.Uniqueness("This directory has a user with this 'userName' already.");
}
