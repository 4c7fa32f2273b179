using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Scim.Schema;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Scim.Groups;

/// <summary>Makes, finds, changes and deletes the groups of a tenant's directory. Groups that administrators made it does not see, nor the roles of its own.</summary>
internal sealed class ScimGroups(ScimUserDirectory users, IGrainFactory grains, TimeProvider time)
{
    private const string Members = "members";
    private const int MaxGroups = 1000;
    private const int MaxTries = 10;
    private const int IdBytes = 12;

    /// <summary>A group.</summary>
    /// <exception cref="ScimException">There is none.</exception>
    public async Task<AccessGroup> GetAsync(string tenant, string id, CancellationToken cancellationToken) =>
        (await grains.GetAccess(tenant).GetAsync(cancellationToken)).Groups.GetValueOrDefault(id) is { FromDirectory: true } group ? group : throw ScimErrors.NotFound("group", id);

    /// <summary>One page of groups, the oldest first.</summary>
    public async Task<JsonObject> ListAsync(string tenant, ScimQuery query, ScimAddress address, CancellationToken cancellationToken)
    {
        // Members may be many: they are shown where somebody looks at them.
        var compared = query.Filter?.Uses(Members) is true || query.SortBy?.Attribute.Name == Members;
        var (id, member) = (query.Filter?.Needs("id"), query.Filter?.Needs($"{Members}.value"));
        var groups = (await AllAsync(tenant, cancellationToken)).Where(group => (id is null || group.Id == id) && (member is null || group.Members.Contains(member)))
            .OrderBy(group => group.CreatedAt).ThenBy(group => group.Id, StringComparer.Ordinal).ToDictionary(group => group.Id);
        var page = query.Page(groups.Values.Select(group => ScimGroup.View(group, address, compared)), out var total);
        return query.Answer(
            compared || !query.Selection.Has(ScimSchemas.Group, Members) ? page : [.. page.Select(view => ScimGroup.View(groups[view["id"]!.GetValue<string>()], address, true))], total, ScimSchemas.Group);
    }

    /// <summary>Makes a group, without roles.</summary>
    /// <exception cref="ScimException">What is said of it can't be, or the directory has such a group.</exception>
    public async Task<AccessGroup> CreateAsync(string tenant, JsonObject attributes)
    {
        var now = time.GetUtcNow();
        AccessGroup empty = new() { Id = $"grp_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}", Name = "", FromDirectory = true, CreatedAt = now, ChangedAt = now };
        var group = ScimGroup.With(empty, attributes);
        if (await CheckAsync(tenant, empty, group) >= MaxGroups)
        {
            throw ScimErrors.Forbidden($"This directory has {MaxGroups} groups, which are the most.");
        }

        return await grains.GetAccess(tenant).TrySetGroupAsync(group, CancellationToken.None) ?? throw ScimErrors.Conflict();
    }

    /// <summary>Changes a group.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The group.</param>
    /// <param name="check">Whether the version that is there may be changed.</param>
    /// <param name="change">What the directory can set, from what it is to what it is to be.</param>
    /// <returns>The group before and after.</returns>
    /// <exception cref="ScimException">There is no such group, or what is said can't be.</exception>
    public async Task<(AccessGroup Before, AccessGroup After)> ChangeAsync(string tenant, string id, Action<long> check, Func<JsonObject, JsonObject> change)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var before = await GetAsync(tenant, id, CancellationToken.None);
            check(before.Revision);
            var group = ScimGroup.With(before, change(ScimGroup.Settable(before)));
            await CheckAsync(tenant, before, group);
            if (await grains.GetAccess(tenant).TrySetGroupAsync(group with { ChangedAt = time.GetUtcNow() }, CancellationToken.None) is { } after)
            {
                return (before, after);
            }
        }

        throw ScimErrors.Conflict();
    }

    /// <summary>Deletes a group: its members lose its roles.</summary>
    /// <exception cref="ScimException">There is no such group.</exception>
    public async Task DeleteAsync(string tenant, string id, Action<long> check)
    {
        check((await GetAsync(tenant, id, CancellationToken.None)).Revision);
        if (!await grains.GetAccess(tenant).RemoveGroupAsync(id, CancellationToken.None))
        {
            throw ScimErrors.NotFound("group", id);
        }
    }

    // Only users of this very directory come in: whoever belongs to the tenant otherwise, or to another, is as unknown as nobody.
    private async Task<int> CheckAsync(string tenant, AccessGroup before, AccessGroup after)
    {
        var newcomers = after.Members.Except(before.Members);
        var known = await users.WhichAsync(tenant, newcomers);
        if (newcomers.FirstOrDefault(member => !known.Contains(member)) is { } stranger)
        {
            throw ScimErrors.InvalidValue($"'members' names '{stranger}', and there is no user of this id in this directory.");
        }

        var others = (await AllAsync(tenant, CancellationToken.None)).Where(group => group.Id != after.Id).ToList();
        return others.Any(group => group.Name.Equals(after.Name, StringComparison.OrdinalIgnoreCase))
            ? throw ScimErrors.Uniqueness("This directory has a group with this 'displayName' already.")
            : others.Count;
    }

    private async Task<IEnumerable<AccessGroup>> AllAsync(string tenant, CancellationToken cancellationToken) =>
        (await grains.GetAccess(tenant).GetAsync(cancellationToken)).Groups.Values.Where(group => group.FromDirectory);
}
