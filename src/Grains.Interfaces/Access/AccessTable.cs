using System.Collections.Immutable;

namespace LlmGateway.Grains.Access;

/// <summary>Who may do what: in one tenant, or, for the platform's own table, everywhere.</summary>
/// <remarks>Subjects are users (<c>usr_…</c>) and OAuth clients (<c>cli_…</c>).</remarks>
[GenerateSerializer, Immutable, Alias("llmgw.access-table")]
public sealed record AccessTable
{
    /// <summary>Roles of each member.</summary>
    [Id(0)]
    public ImmutableDictionary<string, ImmutableArray<string>> Members { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Roles beyond the built-in ones, with their permissions.</summary>
    [Id(1)]
    public ImmutableSortedDictionary<string, ImmutableArray<string>> CustomRoles { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Groups of members, by id.</summary>
    [Id(2)]
    public ImmutableSortedDictionary<string, AccessGroup> Groups { get; init; } = ImmutableSortedDictionary<string, AccessGroup>.Empty;

    /// <summary>Who may use, read or manage single things, by the thing's kind and name: <c>model/gateway-tiny</c>.</summary>
    [Id(3)]
    public ImmutableSortedDictionary<string, ImmutableArray<ResourceGrant>> Grants { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<ResourceGrant>>.Empty;

    /// <summary>Grows with every change.</summary>
    [Id(4)]
    public long Version { get; init; }

    /// <summary>Members whom the tenant's directory has suspended: they keep roles and groups, and may do nothing.</summary>
    [Id(5)]
    public ImmutableSortedSet<string> Suspended { get; init; } = [];

    /// <summary>Roles that outside issuers say users have, by the issuer's address, then by user. They count like the members' own, and go by the issuer's word alone.</summary>
    [Id(6)]
    public ImmutableSortedDictionary<string, ImmutableDictionary<string, ImmutableArray<string>>> IssuerRoles { get; init; } =
        ImmutableSortedDictionary<string, ImmutableDictionary<string, ImmutableArray<string>>>.Empty;

    /// <summary>Everybody who belongs here, suspended or not, in no order.</summary>
    public IEnumerable<string> Subjects =>
        Members.Keys.Concat(Groups.Values.SelectMany(group => group.Members)).Concat(IssuerRoles.Values.SelectMany(users => users.Keys)).Distinct();

    /// <summary>Whether somebody belongs here, and is not suspended.</summary>
    public bool Has(string subject) => !Suspended.Contains(subject) && Lists(subject);

    /// <summary>Whether somebody belongs here, suspended or not.</summary>
    public bool Lists(string subject) =>
        Members.ContainsKey(subject) || Groups.Values.Any(group => group.Members.Contains(subject)) || IssuerRoles.Values.Any(users => users.ContainsKey(subject));

    /// <summary>The roles of a subject: its own, those of its groups and those that issuers say it has, also while it is suspended.</summary>
    public ImmutableSortedSet<string> RolesOf(string subject) =>
        [.. Members.GetValueOrDefault(subject, []), .. Groups.Values.Where(group => group.Members.Contains(subject)).SelectMany(group => group.Roles), .. IssuerRolesOf(subject)];

    /// <summary>The roles that outside issuers say a user has.</summary>
    public ImmutableSortedSet<string> IssuerRolesOf(string subject) => [.. IssuerRoles.Values.SelectMany(users => users.GetValueOrDefault(subject, []))];

    /// <summary>What roles allow. Roles that are not there allow nothing.</summary>
    /// <param name="roles">Names.</param>
    /// <param name="builtIn">The built-in roles of such a table: <see cref="Roles.OfTenants"/> or <see cref="Roles.OfPlatform"/>.</param>
    public IEnumerable<string> Allowed(IEnumerable<string> roles, IReadOnlyDictionary<string, ImmutableArray<string>> builtIn) =>
        roles.SelectMany(role => builtIn.TryGetValue(role, out var permissions) || CustomRoles.TryGetValue(role, out permissions) ? permissions : []).Distinct();
}
