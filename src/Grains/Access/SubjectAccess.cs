using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LlmGateway.Grains.Access;

/// <summary>What somebody may do at one place.</summary>
/// <param name="IsMember">Whether they belong there.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Permissions">What the roles allow.</param>
/// <param name="Groups">The groups that they are in.</param>
public sealed record SubjectAccess(bool IsMember, ImmutableSortedSet<string> Roles, FrozenSet<string> Permissions, ImmutableArray<string> Groups)
{
    /// <summary>Somebody who does not belong there.</summary>
    public static SubjectAccess None { get; } = new(false, [], FrozenSet<string>.Empty, []);

    /// <summary>Whether they may do something.</summary>
    public bool Allows(string permission) => Permissions.Contains(permission);

    /// <summary>Whether a grant to <paramref name="grantee"/> is one to this subject.</summary>
    internal bool Is(string grantee, string subject) =>
        grantee == ResourceGrant.Everybody || grantee == subject || Groups.Contains(grantee)
        || (grantee.StartsWith(ResourceGrant.RolePrefix, StringComparison.Ordinal) && Roles.Contains(grantee[ResourceGrant.RolePrefix.Length..]));

    /// <summary>This and what they may do everywhere.</summary>
    public SubjectAccess With(SubjectAccess everywhere) =>
        new(IsMember || everywhere.IsMember, Roles.Union(everywhere.Roles), Permissions.Union(everywhere.Permissions).ToFrozenSet(StringComparer.Ordinal), Groups);
}
